#include "smtp/mask.h"

#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "curfew/catalogue.h"
#include "smtp/group_key.h"
#include "support/catch.h"

namespace curfew::smtp {
namespace {

std::string masked(std::string_view text, std::string_view host = {}, std::string_view code = {}) {
  std::string out;
  append_masked(out, text, host, code);
  return out;
}

class Dice {
 public:
  int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(bits_); }

  std::string of(std::string_view letters, int size) {
    std::string out;
    for (int i = 0; i < size; ++i) {
      out += letters[static_cast<std::size_t>(number(0, static_cast<int>(letters.size()) - 1))];
    }
    return out;
  }

  template <std::size_t n>
  std::string one(const std::array<const char*, n>& words) {
    return words[static_cast<std::size_t>(number(0, static_cast<int>(n) - 1))];
  }

 private:
  std::mt19937 bits_{20260302};
};

constexpr std::string_view small = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view capitals_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array whole_days = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                   "Friday", "Saturday", "Sunday"};
constexpr std::array zones = {"+0000", "-0700", "+0530", "GMT", "UTC", "EST", "+0100 (CET)"};

std::string padded(int number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

/// What stands for "{name}" in a template: another each time.
std::string part(Dice& dice, std::string_view name) {
  const auto text = [&](int least, int most) { return std::to_string(dice.number(least, most)); };
  const auto clock = [&] {
    return padded(dice.number(0, 23)) + ':' + padded(dice.number(0, 59)) + ':' +
           padded(dice.number(0, 59));
  };
  const auto iso = [&] {
    return text(2024, 2027) + '-' + padded(dice.number(1, 12)) + '-' + padded(dice.number(1, 28));
  };
  const auto ip4 = [&] {
    return text(1, 223) + '.' + text(0, 255) + '.' + text(0, 255) + '.' + text(1, 254);
  };
  const auto host = [&] {
    return "mx" + text(1, 999) + "-" + dice.of(small, 3) + "." + dice.of(small, 6) + ".example";
  };
  if (name == "rfc") {
    const std::string day = dice.number(0, 1) == 1 ? text(1, 28) : padded(dice.number(1, 28));
    return dice.one(days) + ", " + day + ' ' + dice.one(months) + ' ' + text(2024, 2027) + ' ' +
           clock() + ' ' + dice.one(zones);
  }
  if (name == "iso") return iso();
  if (name == "stamp") return iso() + 'T' + clock() + (dice.number(0, 1) == 1 ? "Z" : "+02:00");
  if (name == "clf") {
    return padded(dice.number(1, 28)) + '/' + dice.one(months) + "/2026:" + clock() + " +0000";
  }
  if (name == "slashes") return padded(dice.number(1, 28)) + '/' + dice.one(months) + "/2026";
  if (name == "syslog") return dice.one(months) + ' ' + text(1, 28) + ' ' + clock();
  if (name == "ctime") {
    return dice.one(days) + ' ' + dice.one(months) + ' ' + text(1, 28) + ' ' + clock() + " 2026";
  }
  if (name == "weekday") return dice.one(whole_days);
  if (name == "clock") return clock();
  if (name == "minute") return text(0, 23) + ':' + padded(dice.number(0, 59));
  if (name == "epoch") return text(1700000000, 1799999999);
  if (name == "count") return text(0, 12000);
  if (name == "wait") {
    constexpr std::array units = {" second", " seconds", " minute", " minutes", "s", " hours"};
    return text(1, 900) + dice.one(units);
  }
  if (name == "span") {
    const int seconds = dice.number(1, 900);
    if (seconds < 60) return std::to_string(seconds) + " seconds";
    return std::to_string(seconds / 60) + " minutes and " + std::to_string(seconds % 60) +
           " seconds";
  }
  if (name == "godur") {
    const int seconds = dice.number(1, 900);
    return (seconds < 60 ? "" : std::to_string(seconds / 60) + 'm') + std::to_string(seconds % 60) +
           's';
  }
  if (name == "percent") return text(0, 100) + (dice.number(0, 1) == 1 ? "%" : ".5%");
  if (name == "score") return (dice.number(0, 1) == 1 ? "-" : "") + text(0, 20) + '.' + text(0, 99);
  if (name == "hex8") return dice.of("0123456789ABCDEF", 8);
  if (name == "hex32") return dice.of("0123456789abcdef", 32);
  if (name == "queue") return dice.of("0123456789ABCDEF", dice.number(9, 12));
  if (name == "long queue") {
    return '4' + dice.of("BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789", 9) + "z1z" +
           dice.of("0123456789bcdf", 3);
  }
  if (name == "exim") {
    return "1" + dice.of(base64.substr(0, 62), 5) + '-' + "000" + dice.of("0123456789", 3) + '-' +
           dice.of(base64.substr(0, 62), 2);
  }
  if (name == "uuid") {
    const auto hex = [&](int size) { return dice.of("0123456789abcdef", size); };
    return hex(8) + '-' + hex(4) + "-4" + hex(3) + '-' + hex(4) + '-' + hex(12);
  }
  if (name == "gsmtp") {
    return dice.of("0123456789abcdef", 12) + "-20020a" + dice.of("0123456789", 6) + "si" +
           dice.of("0123456789", 7) + dice.of(small, 3) + '.' + text(1, 250);
  }
  if (name == "base64") return dice.of(base64, dice.number(20, 44)) + "==";
  if (name == "token") return dice.of(capitals_and_digits, 4) + dice.of("0123456789", 4) + "aB";
  if (name == "host") return host();
  if (name == "ip") {
    if (dice.number(0, 2) != 0) return ip4();
    return "2001:db8:" + dice.of("123456789abcdef", 3) + "::" + dice.of("123456789abcdef", 2);
  }
  if (name == "address") {
    return dice.of(small, 5) + '.' + text(0, 99) + '@' + dice.of(small, 4) + ".example";
  }
  if (name == "query") return "ip=" + ip4() + "&t=" + text(1700000000, 1799999999);
  FAIL("no part " << name);
  return {};
}

std::string filled(Dice& dice, std::string_view form) {
  std::string out;
  while (true) {
    const std::size_t open = form.find('{');
    out += form.substr(0, open);
    if (open == std::string_view::npos) return out;
    const std::size_t close = form.find('}', open);
    out += part(dice, form.substr(open + 1, close - open - 1));
    form.remove_prefix(close + 1);
  }
}

constexpr std::array forms = {
    "{host} blocked {ip}, session {hex8} at {rfc}. See https://help.mail.example/e?{query} "
    "NBX#1102",
    "{host} blocked {ip}, session {hex8} at {rfc}. See https://help.mail.example/e?{query} "
    "NBX#1103",
    "{host} ESMTP not now, it is {rfc}",
    "Too busy since {stamp}, retry",
    "Refused on {iso} {clock} [{ip}] (TSX04)",
    "Refused on {iso} {clock} [{ip}] (TSX05)",
    "[{clf}] no service for {ip}",
    "{syslog} {host} overload, please come back",
    "overload, please come back ({ctime})",
    "closed until {weekday} {minute}",
    "no service before {slashes}",
    "greylisted, try again in {wait}",
    "greylisted for {span}, see our page",
    "please wait {godur} (greylist)",
    "load {percent} is too high",
    "load average {score} too high, {count} waiting",
    "{count} connections of {count} in use from {ip}",
    "your message {queue} was refused by policy",
    "your message {long queue} was refused by content",
    "{exim} has no room here",
    "try later, reference {uuid}",
    "rate limited {gsmtp} - mailer",
    "token={base64} expired",
    "request {base64} denied",
    "spam score={score} required=5.0 id={hex32}",
    "<{address}>: not today, {host}[{ip}]",
    "quota of {address} exceeded: {count} of {count} KB",
    "see https://mail.example/errors/policy/{hex32} for help",
    "see https://mail.example/errors/busy.html?{query}#BX0001 for help",
    "see https://mail.example/errors/busy.html?{query}#BX0002 for help",
    "Session {hex8}: {host} says go away; {epoch}",
    "EHLO {host} not accepted at {clock} UTC, ticket {token}",
    "4.7.650 refused {ip} [{host} {stamp} {hex8}{hex8}]",
    "4.7.651 refused {ip} [{host} {stamp} {hex8}{hex8}]",
    "blocked using zen.spamhaus.org; client [{ip}]",
    "blocked using bl.spamcop.net; client [{ip}]",
};

}  // namespace

TEST_CASE("a reply is one code whatever changes in it, and two refusals are two") {
  Dice dice;
  Classifier classifier;
  std::map<std::string, std::string> form_of_key;
  for (const char* const form : forms) {
    std::set<std::string> keys;
    for (int i = 0; i < 300; ++i) {
      const std::string text = filled(dice, form);
      Refusal refusal;
      refusal.reply.code = 421;
      refusal.reply.text = text;
      refusal.remote_host = "mx.mail.example";
      RefusedReply refused;
      refused.reply = refusal.reply;
      refused.remote_host = refusal.remote_host;
      const Classification found = classifier.classify(refused);
      std::string key;
      append_group_key(key, refusal, found.provider_code);
      if (!keys.insert(key).second) continue;
      if (keys.size() > 1) FAIL_CHECK(*keys.begin() << "\n" << key << "\n" << text);
      const auto [other, is_new] = form_of_key.emplace(key, form);
      if (!is_new) FAIL_CHECK(key << "\n" << other->second << "\n" << form);
    }
  }
}

TEST_CASE("a date in any of the usual forms is one word") {
  CHECK(masked("at Mon, 2 Mar 2026 18:21:02 +0000. See") == "at <time>. See");
  CHECK(masked("at Mon, 02 Mar 2026 18:21:02 +0000 (UTC) for") == "at <time> for");
  CHECK(masked("[2026-03-02 18:21:02.123] no") == "[<time>] no");
  CHECK(masked("since 2026-03-02T18:21:02+00:00, wait") == "since <time>, wait");
  CHECK(masked("(02/Mar/2026:18:21:02 -0700)") == "(<time>)");
  CHECK(masked("Mar  2 18:21:02 overload") == "<time> overload");
  CHECK(masked("until March 2nd, 2026 at 6:21 PM") == "until <time> at <time>");
  CHECK(masked("at 18:21:02 5 messages") == "at <time> # messages");
  CHECK(masked("until 20260302T182102Z") == "until <time>");
  CHECK(masked("Time: 02.03.2026 18:21 CET") == "Time: <time>");
}

TEST_CASE("words that only look like a date stay") {
  CHECK(masked("This may be a second try, wait a day") == "This may be a second try, wait a day");
  CHECK(masked("May be forged") == "May be forged");
  CHECK(masked("March on") == "March on");
  CHECK(masked("30 messages per day") == "# messages per day");
}

TEST_CASE("numbers that say what is the matter stay") {
  CHECK(masked("550 5.7.1 not allowed") == "550 5.7.1 not allowed");
  CHECK(masked("see RFC 5322, error 42") == "see RFC 5322, error 42");
  CHECK(masked("IPv6 without TLSv1.2 at mx1") == "IPv6 without TLSv1.2 at mx1");
  CHECK(masked("450 of 500 connections") == "# of # connections");
  CHECK(masked("4.7.650 refused") == "4.7.650 refused");
}

TEST_CASE("codes that no catalogue knows stay") {
  for (const std::string code :
       {"AUP#CXCNCT", "S775", "TSS04", "IB113", "OFR004_104", "NBX#1102", "POL-T1", "RL000001",
        "ES000010", "AUP#In-1310", "CS01", "OU-001", "XM003", "BLR:123", "TS03"}) {
    CHECK(masked("refused (" + code + ") now") == "refused (" + code + ") now");
    CHECK(masked("see http://mail.example/?ip=192.0.2.1#" + code) ==
          "see http://mail.example/#" + code);
  }
}

TEST_CASE("a block list is named, any other host is not") {
  CHECK(masked("listed at zen.spamhaus.org") == "listed at zen.spamhaus.org");
  CHECK(masked("blocked using 7.2.0.192.bl.spamcop.net") == "blocked using spamcop.net");
  CHECK(masked("blocked, ask at mx7.example.net") == "blocked, ask at example.net");
  CHECK(masked("refused by mx7.mail.example.net", "mx1.mail.example.net") == "refused by <host>");
  CHECK(masked("no such domain: abc.example.org") == "no such domain: <host>");
  CHECK(masked("try again later.Please see") == "try again later.Please see");
}

}  // namespace curfew::smtp
