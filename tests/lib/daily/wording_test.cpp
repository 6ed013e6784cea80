#include "daily/wording.h"

#include "support/catch.h"

namespace curfew::test {
namespace {

std::string rejection(RejectReason reason, std::string_view text) {
  Event event;
  event.reject_reason = reason;
  event.reply.text = text;
  return daily::wording_of_rejection(event);
}

std::string notice(std::string_view text) {
  Event event;
  event.reply.text = text;
  return daily::wording_of_notice(event);
}

}  // namespace

TEST_CASE("a rejection is worded without the address it begins with") {
  CHECK(rejection(RejectReason::relay_denied, "<b@example.net>: Relay access denied") ==
        "Relay access denied");
  CHECK(rejection(RejectReason::sender, "<>: Sender address rejected: no") ==
        "Sender address rejected: no");
}

TEST_CASE("a rejection by a DNS list is worded by the list's name") {
  CHECK(rejection(RejectReason::dnsbl,
                  "Service unavailable; Client host [192.0.2.7] blocked using zen.example.net; "
                  "https://www.example.net/query/ip/192.0.2.7") == "blocked using zen.example.net");
  CHECK(rejection(RejectReason::dnsbl, "Host is listed at zen.example.net.") ==
        "listed at zen.example.net");
}

TEST_CASE("a rejection after an address check is worded without the remote's answer") {
  CHECK(rejection(RejectReason::unknown_user,
                  "<a@example.net>: Recipient address rejected: unverified address: host "
                  "mx1.example.net[192.0.2.9] said: 550 no") ==
        "Recipient address rejected: unverified address");
}

TEST_CASE("hosts and addresses of a notice are masked") {
  CHECK(notice("mail.example.org[192.0.2.7]: SASL LOGIN authentication failed") ==
        "<host>[<ip>]: SASL LOGIN authentication failed");
  CHECK(notice("response from mx.example.net[2001:db8::9]:25: hello") ==
        "response from <host>[<ip>]: hello");
  CHECK(notice("hostname mail.example.org does not resolve to address 192.0.2.7") ==
        "hostname <host> does not resolve to address <ip>");
  CHECK(notice("open /var/spool/postfix/12345/main.db: No such file") ==
        "open /var/spool/postfix/#/main.db: No such file");
  CHECK(notice("[built-in]: zero result") == "[built-in]: zero result");
}

TEST_CASE("failed logins are worded by the way they were tried, whatever was tried") {
  const auto login = [](std::string_view text) {
    Event event;
    event.kind = EventKind::notice;
    event.stage = Stage::auth;
    event.reject_reason = RejectReason::auth;
    event.reply.text = text;
    CHECK(daily::is_failed_login(event));
    return daily::wording_of_notice(event);
  };
  CHECK(login("unknown[192.0.2.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, "
              "sasl_username=anna]: x") == "SASL LOGIN authentication failed");
  CHECK(login("plain_server authenticator failed for (x) [192.0.2.9]: 535 Incorrect "
              "authentication data (set_id=anna)") == "plain_server authenticator failed");
  CHECK(login("") == "failed login");
}

TEST_CASE("a wording is bounded, and cut between characters") {
  std::string text = "failed: ";
  for (int i = 0; i < 5000; ++i) text += "\xC3\xA9";
  const std::string words = notice(text);
  CHECK(words.size() <= 160);
  CHECK(words.ends_with("\xC3\xA9"));
  CHECK(notice(std::string(70'000, '[')).size() <= 160);
}

TEST_CASE("what is taken for a host's address") {
  CHECK(notice("mx.example[1.2]: no") == "<host>[<ip>]: no");
  CHECK(notice("mx.example[::]: no") == "<host>[<ip>]: no");
  CHECK(notice("mx.example[a:]: no") == "<host>[<ip>]: no");
  CHECK(notice("x[.]: no") == "x[.]: no");
  CHECK(notice("x[ab]: no") == "x[ab]: no");
  CHECK(notice("x[a.b") == "x[a.b");
  CHECK(notice("[1.2.3.4] is blocked") == "[<ip>] is blocked");
  CHECK(notice("a b[1.2.3.4]: c d[fd00::1]: e") == "a <host>[<ip>]: c <host>[<ip>]: e");
  CHECK(notice("b[1.2.3.4]:25") == "<host>[<ip>]");
  CHECK(notice("b[1.2.3.4]:x") == "<host>[<ip>]:x");
  CHECK(notice("b[1.2.3.4]:") == "<host>[<ip>]:");
  CHECK(notice("hostname mail.example.org") == "hostname <host>");
}

TEST_CASE("a path is kept, but for its long numbers") {
  CHECK(notice("open /var/a12/b123/c1234") == "open /var/a12/b#/c#");
  CHECK(notice("open \"/var/123/db\" now") == "open \"/var/#/db\" now");
  CHECK(notice("/var/a: none in /var/b") == "/var/a: none in /var/b");
  CHECK(notice("see a/b /c").ends_with(" /c"));
}

TEST_CASE("a list is named by what may be in a name") {
  const auto list = [](std::string_view text) { return rejection(RejectReason::dnsbl, text); };
  CHECK(list("blocked using a-b_c.example.net; see") == "blocked using a-b_c.example.net");
  CHECK(list("found: listed in zen.example.net...") == "listed in zen.example.net");
  CHECK(list("it is a bad host; really") == "it is a bad host");
}

TEST_CASE("a wording ends after 160 characters, or where its first part does") {
  const std::string words = "cannot read /" + std::string(300, 'x');
  CHECK(notice(words) == words.substr(0, 160));
  CHECK(rejection(RejectReason::policy, words) == words.substr(0, 160));
  CHECK(rejection(RejectReason::policy, "no; never") == "no");
  CHECK(rejection(RejectReason::policy, "unverified address: because") == "unverified address");
}

}  // namespace curfew::test
