#include "curfew/redact.h"

#include "curfew/error.h"
#include "support/catch.h"

namespace curfew {
namespace {

Redactor redactor_for(Redaction redaction, std::string_view secret = "0123456789abcdef") {
  return {redaction, RedactionKey::from_secret(secret)};
}

Event refusal(std::string_view recipient, std::string_view text) {
  Event event;
  event.outcome = Outcome::bounced;
  event.contacted = Contacted::yes;
  event.remote_kind = RemoteKind::smtp;
  event.remote_host = "mx1.mail.cox.net";
  event.remote_ip = "198.51.100.7";
  event.recipient = recipient;
  event.reply = {.code = 550, .enhanced = {}, .text = text};
  return event;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("nothing is hidden where nothing is to be hidden") {
  const Redactor redactor;
  CHECK(redactor.address("john@cox.net") == "john@cox.net");
  CHECK(redactor.reply("<john@cox.net> on mbox1") == "<john@cox.net> on mbox1");
  CHECK(redactor.host("mbox1", HostRole::own) == "mbox1");
}

TEST_CASE("an instance is shown where its name is a word of the trade alone") {
  const Redactor hiding = redactor_for(Redaction::postmaster);
  CHECK(hiding.instance("postfix") == "postfix");
  CHECK(hiding.instance("").empty());
  CHECK(hiding.instance("postfix-acme").starts_with("instance-"));
  CHECK(hiding.instance("acme").starts_with("instance-"));
}

TEST_CASE("pseudonyms are stable, of either case, and change with the key") {
  const Redactor one = redactor_for(Redaction::postmaster);
  const std::string shown = one.address("John.Doe@Cox.net");
  CHECK(shown.starts_with("user-"));
  CHECK(shown.ends_with("@Cox.net"));
  CHECK(shown.size() == std::string_view("user-0123456789@Cox.net").size());
  CHECK(one.address("john.doe@cox.net").substr(0, 15) == shown.substr(0, 15));
  CHECK(one.address("john.doe@example.net").substr(0, 15) != shown.substr(0, 15));
  CHECK(redactor_for(Redaction::postmaster).address("john.doe@Cox.net") == shown);
  CHECK(redactor_for(Redaction::postmaster, "another key, as long").address("john.doe@Cox.net") !=
        shown);
}

TEST_CASE("a key has sixteen bytes or more") {
  CHECK_THROWS_AS(RedactionKey::from_secret("fifteen bytes.."), Error);
}

TEST_CASE("the null sender and role addresses are nobody") {
  const Redactor redactor = redactor_for(Redaction::postmaster);
  CHECK(redactor.address("<>") == "<>");
  CHECK(redactor.address("Postmaster@cox.net") == "Postmaster@cox.net");
  CHECK(redactor.reply("ask postmaster@cox.net") == "ask postmaster@cox.net");
}

TEST_CASE("for a postmaster hosts of ours are hidden, and those of the remote are not") {
  const Redactor redactor = redactor_for(Redaction::postmaster);
  CHECK(redactor.host("mx.cox.net", HostRole::remote) == "mx.cox.net");
  CHECK(redactor.host("198.51.100.7", HostRole::remote) == "198.51.100.7");
  CHECK(redactor.host("10.0.0.7", HostRole::remote).starts_with("ip-"));
  CHECK(redactor.host("mbox.example.lan", HostRole::remote).starts_with("host-"));
  CHECK(redactor.host("mail.example.net", HostRole::own).starts_with("host-"));
  CHECK(redactor.host("192.0.2.44", HostRole::client).starts_with("ip-"));
  CHECK(redactor.message_id("a@ws12.example.net").starts_with("id-"));
  CHECK(redactor.source("/home/john/mail.log").starts_with("log-"));
}

TEST_CASE("addresses in replies lose their local parts in whatever form they stand") {
  const Redactor redactor = redactor_for(Redaction::postmaster);
  for (const char* text :
       {"5.1.1 <secret@cox.net>: Recipient address rejected", "secret@cox.net unknown",
        "(secret@cox.net)", "mailto:secret@cox.net.", "rcpt=secret@cox.net;",
        "\"secret\"@cox.net is unknown", "\"a secret person\"@cox.net",
        "x-secret=cox.net@lists.net", "see https://cox.net/why?who=secret@cox.net&n=1",
        "see https://cox.net/?u=secret%40cox.net", "s\xC3\xA9secret@cox.net", "<secret@[10.0.0.1]>",
        "a@b.cd,secret@cox.net", "secret\\x40cox.net", "secret&#64;cox.net", "<secret(at)cox.net>",
        "secret[at]cox.net unknown"}) {
    INFO(text);
    CHECK_FALSE(holds(redactor.reply(text), "secret"));
  }
  const std::string url = redactor.reply("see https://cox.net/why?who=a1b2@cox.net");
  CHECK(url.starts_with("see https://cox.net/why?who=user-"));
  CHECK(redactor.reply("550 <a1b2@cox.net>: unknown").ends_with("@cox.net>: unknown"));
}

TEST_CASE("whatever stands around an address, its local part is hidden") {
  constexpr std::string_view pieces[] = {
      "@",    "\"", ".", " ", "<", ">",    "%40",  "=",  "/",       ":",
      "//",   "a",  "b", "?", "&", "x.yz", "\\",   "[",  "\\x40",   "&#64;",
      "(at)", "]",  ",", "(", ";", "-",    "\xC3", "\n", "10.0.0.1"};
  const Redactor redactor = redactor_for(Redaction::postmaster);
  std::uint64_t random = 1;
  const auto some = [&] {
    std::string text;
    for (std::uint64_t left = (random >> 33) % 8; left != 0; --left) {
      random = random * 6364136223846793005U + 1442695040888963407U;
      text += pieces[(random >> 33) % std::size(pieces)];
    }
    random = random * 6364136223846793005U + 1442695040888963407U;
    return text;
  };
  for (int i = 0; i < 20'000; ++i) {
    std::string text = some();
    text += "zsecretz";
    text += (random >> 40) % 4 == 0 ? "\"@cox.net" : "@cox.net";
    text += some();
    const std::string shown = redactor.reply(text);
    if (!holds(shown, "zsecretz")) continue;
    CAPTURE(text, shown);
    FAIL("shown");
  }
}

TEST_CASE("for a postmaster the rest of a reply stays as it is") {
  const Redactor redactor = redactor_for(Redaction::postmaster);
  for (const char* text :
       {"cmsmtp 203.0.113.25 blocked. Refer to https://postmaster.cox.net/errors#x AUP#CXCNCT",
        "2.0.0 Ok: queued as 3A05F4572B", "4.7.0 [TSS04] Messages from 192.0.2.1", "", "@", "a @ b",
        "12:00:01 mx.example.net:25 [::1]"}) {
    CHECK(redactor.reply(text) == text);
  }
}

TEST_CASE("a recipient that a reply names without its domain is hidden") {
  Redactor redactor = redactor_for(Redaction::postmaster);
  const Event event = refusal("jdoe@cox.net", "user JDoe unknown, also 'jdoe' and x-jdoe");
  redactor.learn(event);
  CHECK_FALSE(holds(redactor.reply(event.reply.text), "doe"));
  CHECK(redactor.reply("user unknown") == "user unknown");
  const Event odd = refusal("o'brien@cox.net", "mailbox o'brien is full");
  redactor.learn(odd);
  CHECK_FALSE(holds(redactor.reply(odd.reply.text), "brien"));
}

TEST_CASE("who wanted to log in is hidden, with or without a domain") {
  for (const Redaction redaction : {Redaction::postmaster, Redaction::publicly}) {
    const Redactor redactor = redactor_for(redaction);
    for (const std::string text :
         {"<host>[<ip>]: SASL LOGIN authentication failed: x, sasl_username=jdoe",
          "<host>[<ip>]: SASL LOGIN authentication failed: x, sasl_username=OFFICE\\jdoe, again",
          "login authenticator failed: 535 Incorrect authentication data (set_id=jdoe)",
          "sasl_username='jdoe'", "sasl_username=jdoe",
          "login authenticator failed: 535 Incorrect authentication data "
          "(set_id=jdoe@a.example)"}) {
      INFO(text);
      CHECK_FALSE(holds(redactor.reply(text), "jdoe"));
      CHECK_FALSE(holds(redactor.reply(text), "OFFICE"));
      CHECK(holds(redactor.reply(text), "user-"));
    }
  }
}

TEST_CASE("a login without a name leaves the rest of the text as it is") {
  const Redactor redactor = redactor_for(Redaction::postmaster);
  for (const std::string text : {"sasl_username=", "failed (set_id=) again", "set_id=, x"}) {
    CHECK(redactor.reply(text) == text);
  }
}

TEST_CASE("for the public only remotes keep their names") {
  Redactor redactor = redactor_for(Redaction::publicly);
  redactor.learn(refusal("x@customer.example.org", "no"));
  CHECK(redactor.address("john@cox.net").ends_with("@cox.net"));
  CHECK(redactor.address("john@customer.example.org").ends_with(".invalid"));
  CHECK(redactor.host("mx2.mail.cox.net", HostRole::remote) == "mx2.mail.cox.net");
  CHECK(redactor.host("mx.other.example", HostRole::remote).starts_with("host-"));
  const std::string reply = redactor.reply(
      "mail.ours.example[203.0.113.25] blocked by 198.51.100.7, see https://www.cox.net/a.html");
  CHECK_FALSE(holds(reply, "ours"));
  CHECK_FALSE(holds(reply, "203.0.113.25"));
  CHECK(holds(reply, "by 198.51.100.7, see https://www.cox.net/a.html"));
}

TEST_CASE("an event at a private address hides the host's name too") {
  const Redactor redactor = redactor_for(Redaction::postmaster);
  Event event = refusal("john@cox.net", "no");
  event.remote_host = "store7.example.net";
  event.remote_ip = "10.0.0.9";
  event.log_host = "mail";
  event.client_ip = "192.0.2.9";
  event.login = "john";
  Events kept;
  const Event shown = redactor.event(event, kept);
  CHECK(shown.remote_host.starts_with("host-"));
  CHECK(shown.remote_ip.starts_with("ip-"));
  CHECK(shown.log_host.starts_with("host-"));
  CHECK(shown.client_ip.starts_with("ip-"));
  CHECK(shown.login.starts_with("user-"));
  CHECK(shown.recipient.ends_with("@cox.net"));
  CHECK(shown.reply.code == 550);
}

TEST_CASE("in public a reply holds no words but those that replies are made of") {
  const Redactor redactor = redactor_for(Redaction::publicly);
  constexpr const char* names[] = {"Zbob Zhidden",     "zbob",
                                   "Zhidden, Zbob",    "J. Zhidden",
                                   "Mailbox Zhidden",  "O'Zhidden",
                                   "ZBOB ZHIDDEN",     "zbob_zhidden",
                                   "zbob.zhidden",     "Zbob-Zhidden",
                                   "z\xC3\xA9zhidden", "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD zhidden",
                                   "zbob42",           "ZBOB42",
                                   "zhidden1970",      "x/zbob/y",
                                   "u=zbob&n=1",       "https://zbob.example/~zhidden"};
  constexpr std::pair<const char*, const char*> around[] = {
      {"", ""},         {"(", ")"},    {"\"", "\""},   {"'", "'"},
      {"<", ">"},       {"[", "]"},    {"{", "}"},     {"of ", "'s"},
      {"sender'", "'"}, {"isn't", ""}, {"<a@[", "]>"}, {"\xE2\x80\x9C", "\xE2\x80\x9D"},
      {"user-", ""},    {"for:", ":"}, {"=", ";"},     {"`", "`"}};
  for (const char* const name : names) {
    for (const auto& [open, close] : around) {
      const std::string text = "550 5.1.1 the mailbox " + std::string(open) + name + close +
                               " is full: AUP#CXCNCT, try again in 30 minutes";
      const std::string shown = redactor.reply(text);
      CAPTURE(text, shown);
      for (const char* const secret : {"bob", "Bob", "BOB", "hidden", "Hidden", "HIDDEN"}) {
        CHECK_FALSE(holds(shown, secret));
      }
      CHECK(shown.starts_with("550 5.1.1 the "));
      CHECK(shown.ends_with(" is full: AUP#CXCNCT, try again in 30 minutes"));
    }
  }
}

TEST_CASE("in public a name is hidden whatever stands around it") {
  constexpr std::string_view pieces[] = {
      "@",  "\"",  ".",          " ",     "<",          ">",       "%40",      "=",
      "/",  ":",   "//",         "a",     "?",          "&",       "x.yz",     "\\",
      "[",  "]",   ",",          "(",     ";",          "-",       "\xC3",     "'",
      "'s", "n't", "#",          "_",     "550",        "5.1.1",   "10.0.0.1", "2026-04-22",
      "@[", "+49", "AUP#CXCNCT", "user-", "1c9f02ab44", "mailbox", "Full"};
  const Redactor redactor = redactor_for(Redaction::publicly);
  std::uint64_t random = 1;
  const auto some = [&] {
    std::string text;
    for (std::uint64_t left = (random >> 33) % 8; left != 0; --left) {
      random = random * 6364136223846793005U + 1442695040888963407U;
      text += pieces[(random >> 33) % std::size(pieces)];
    }
    random = random * 6364136223846793005U + 1442695040888963407U;
    return text;
  };
  CHECK(redactor.reply("GRACE ZBOB unknown") == "[text] unknown");
  CHECK(redactor.reply("user ZBOB-ROE#1 unknown") == "user [text] unknown");
  CHECK(redactor.reply("USER UNKNOWN, zbob") == "USER UNKNOWN, [text]");
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = some() + "Zbob" + some();
    const std::string shown = redactor.reply(text);
    if (!holds(shown, "bob")) continue;
    CAPTURE(text, shown);
    FAIL("shown");
  }
}

TEST_CASE("in public nobody can be called who is named in a reply") {
  const Redactor redactor = redactor_for(Redaction::publicly);
  for (const char* number :
       {"+49 170 1234567", "(555) 010-1234567", "0170/1234567", "555-012-34567",
        "49.170.123.4567.1", "01701234567", "+1 (555) 010 1234567"}) {
    const std::string shown = redactor.reply("550 5.1.1 call " + std::string(number) + " for help");
    CAPTURE(number, shown);
    CHECK_FALSE(holds(shown, "1234567"));
    CHECK_FALSE(holds(shown, "34567"));
    CHECK_FALSE(holds(shown, "4567"));
    CHECK(holds(shown, "550 5.1.1 call"));
    CHECK(holds(shown, "for help"));
  }
}

TEST_CASE("in public what is catalogued stays, and codes and dates") {
  const Redactor redactor = redactor_for(Redaction::publicly);
  for (const char* text :
       {"421 AUP#CXCNCT", "450 4.7.25 client host rejected, try again in 300 seconds",
        "550 5.7.1 blocked (S3140)", "4.7.0 [TSS04] deferred due to user complaints",
        "don't send more than 20 messages at a time", "550-5.1.1 no such user 550 5.1.1 again",
        "Greylisted since 2026-04-22, too many connections", "421 too busy",
        "connection lost (rcpt_to)", "connect timeout", "other replies", ""}) {
    CHECK(redactor.reply(text) == text);
  }
}

}  // namespace curfew
