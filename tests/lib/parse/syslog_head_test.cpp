#include "parse/syslog_head.h"

#include <filesystem>
#include <optional>
#include <sstream>
#include <string>

#include "support/catch.h"
#include "support/logs.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

struct Case {
  const char* line;
  bool has_year;
  std::optional<std::chrono::minutes> offset;
  const char* host;
  const char* tag;
  const char* pid;
  const char* body;
};

// What is read of a line behind those that were read before, and of the line alone.
void check_same(parse::SyslogHeads& heads, const std::string& line) {
  parse::SyslogHead alone;
  parse::SyslogHead behind;
  const bool read = parse::read_syslog_head(line, alone);
  const bool same =
      heads.read(line, behind) == read &&
      (!read || (behind.stamp == alone.stamp && behind.host == alone.host &&
                 behind.tag == alone.tag && behind.pid == alone.pid && behind.body == alone.body));
  if (!same) FAIL(line);
}

}  // namespace

TEST_CASE("every envelope's head is read") {
  const Case cases[] = {
      {"Nov 23 16:04:53 mail postfix/smtp[427]: body",
       false,
       {},
       "mail",
       "postfix/smtp",
       "427",
       "body"},
      {"Nov  3 16:04:53 mail postfix/smtp[427]: body",
       false,
       {},
       "mail",
       "postfix/smtp",
       "427",
       "body"},
      {"Nov 03 16:04:53 amnesiac postfix/postlogd[1]: x",
       false,
       {},
       "amnesiac",
       "postfix/postlogd",
       "1",
       "x"},
      {"Nov 23 16:04:53.469778 mail exim[7]: body", false, {}, "mail", "exim", "7", "body"},
      {"2026-11-23T16:04:53.469844+00:00 mail postfix/smtp[427]: body", true, 0min, "mail",
       "postfix/smtp", "427", "body"},
      {"2026-11-23T16:04:53Z mail postfix/smtp[427]: body", true, 0min, "mail", "postfix/smtp",
       "427", "body"},
      {"2026-11-23T16:04:53+0000 mail.example.net postfix/smtp[427]: body", true, 0min,
       "mail.example.net", "postfix/smtp", "427", "body"},
      {"2026-11-23T16:04:53-07:00 mail postfix/smtp[427]: body", true, -420min, "mail",
       "postfix/smtp", "427", "body"},
      {"2026-11-23 16:04:53 mail postfix/smtp[427]: body",
       true,
       {},
       "mail",
       "postfix/smtp",
       "427",
       "body"},
      {"2013 Jun 10 06:27:30.123 mail postfix/smtpd[5530]: body",
       true,
       {},
       "mail",
       "postfix/smtpd",
       "5530",
       "body"},
      {"<22>Nov 23 16:04:53 mail postfix/smtp[427]: body",
       false,
       {},
       "mail",
       "postfix/smtp",
       "427",
       "body"},
      {"<22>2026-11-23T16:04:53.469844+00:00 mail postfix/smtp[427]: body", true, 0min, "mail",
       "postfix/smtp", "427", "body"},
      {"<0>Nov 23 16:04:53 mail postfix/smtp[427]: body",
       false,
       {},
       "mail",
       "postfix/smtp",
       "427",
       "body"},
      {"<191>Nov 23 16:04:53 mail postfix/smtp[427]: body",
       false,
       {},
       "mail",
       "postfix/smtp",
       "427",
       "body"},
      {"Jan 26 00:57:38 host postfix/smtpd[9779]: [ID 197553 mail.info] body",
       false,
       {},
       "host",
       "postfix/smtpd",
       "9779",
       "body"},
      {"Nov 23 16:04:53 mail kernel: body", false, {}, "mail", "kernel", "", "body"},
      {"Nov 23 16:04:53 mail postfix/smtp[]: body", false, {}, "mail", "postfix/smtp", "", "body"},
      {"Nov 23 16:04:53 mail postfix/smtp[427]:body",
       false,
       {},
       "mail",
       "postfix/smtp",
       "427",
       "body"},
      {"Nov 23 16:04:53 mail postfix/smtp[427]:  body",
       false,
       {},
       "mail",
       "postfix/smtp",
       "427",
       " body"},
      {"Nov 23 16:04:53 mail postfix/smtp[427]:", false, {}, "mail", "postfix/smtp", "427", ""},
      {"Nov 23 16:04:53 2001:db8::1 postfix-out/smtp[427]: a: b",
       false,
       {},
       "2001:db8::1",
       "postfix-out/smtp",
       "427",
       "a: b"},
  };
  for (const Case& one : cases) {
    INFO(one.line);
    parse::SyslogHead head;
    REQUIRE(parse::read_syslog_head(one.line, head));
    CHECK(head.stamp.has_year == one.has_year);
    CHECK(head.stamp.offset == one.offset);
    CHECK(head.host == one.host);
    CHECK(head.tag == one.tag);
    CHECK(head.pid == one.pid);
    CHECK(head.body == one.body);
  }
}

TEST_CASE("RFC 5424 is read with all that may stand in its fields") {
  struct {
    const char* fields;
    const char* host;
    const char* tag;
    const char* pid;
    const char* body;
  } const cases[] = {
      {"mail postfix 427 - -  body", "mail", "postfix", "427", "body"},
      {"mail postfix/smtp 427 - - body", "mail", "postfix/smtp", "427", "body"},
      {"mail postfix - - - body", "mail", "postfix", "", "body"},
      {"- postfix 427 - - body", "", "postfix", "427", "body"},
      {"mail postfix 427 ID47 - body", "mail", "postfix", "427", "body"},
      {"mail postfix 427 - [a@1 k=\"v\"] body", "mail", "postfix", "427", "body"},
      {"mail postfix 427 - [a k=\"v\"][b k=\"] x\" l=\"\\\"]\"] body", "mail", "postfix", "427",
       "body"},
      {"mail postfix 427 - [a k=\"\\\\\"] body", "mail", "postfix", "427", "body"},
      {"mail postfix 427 - - \xEF\xBB\xBF"
       "body",
       "mail", "postfix", "427", "body"},
      {"mail postfix 427 - -", "mail", "postfix", "427", ""},
      {"mail postfix 427 - [a]", "mail", "postfix", "427", ""},
  };
  for (const auto& one : cases) {
    for (const char* front :
         {"<22>1 2026-11-23T16:04:53.469844+00:00 ", "1 2026-11-23T16:04:53.469844+00:00 "}) {
      const std::string line = std::string(front) + one.fields;
      INFO(line);
      parse::SyslogHead head;
      head.pid = "left over";
      REQUIRE(parse::read_syslog_head(line, head));
      CHECK(head.host == one.host);
      CHECK(head.tag == one.tag);
      CHECK(head.pid == one.pid);
      CHECK(head.body == one.body);
      CHECK(head.stamp.offset == 0min);
    }
  }
}

TEST_CASE("a line without a head is refused") {
  for (const char* line : {"",
                           " ",
                           "body",
                           "Nov 23 16:04:53",
                           "Nov 23 16:04:53 ",
                           "Nov 23 16:04:53 mail",
                           "Nov 23 16:04:53 mail ",
                           "Nov 23 16:04:53 mail last message repeated 3 times",
                           "Nov 23 16:04:53 mail : body",
                           "Nov 23 16:04:53 mail [427]: body",
                           "Nov 23 16:04:53 mail postfix/smtp[427] body",
                           "Nov 23 16:04:53 mail postfix/smtp[427",
                           "Nov 23 16:04:53 mail postfix/smtp[427: to=<a@example.net> [x]: y",
                           "Nov 23 16:04:53 mail postfix/smtp",
                           "Nov 23 16:04:53  mail postfix/smtp[427]: body",
                           "Nov 31 16:04:53 mail postfix/smtp[427]: body",
                           "nov 23 16:04:53 mail postfix/smtp[427]: x",
                           "<999>Nov 23 16:04:53 mail postfix/smtp[427]: body",
                           "<192>Nov 23 16:04:53 mail postfix/smtp[427]: body",
                           "<>Nov 23 16:04:53 mail postfix/smtp[427]: body",
                           "<-1>Nov 23 16:04:53 mail postfix/smtp[427]: body",
                           "<22Nov 23 16:04:53 mail postfix/smtp[427]: body",
                           "<22> Nov 23 16:04:53 mail postfix/smtp[427]: body",
                           "[ 1701.602972] mail postfix/smtp[427]: body",
                           "1795449893.469778 mail postfix/smtp[427]: x",
                           "Mon 2026-11-23 16:04:53 UTC mail postfix/smtp[427]: body",
                           "-- Boot 0123456789abcdef --",
                           "{\"MESSAGE\":\"x\"}",
                           "<22>1 - mail postfix 427 - - body",
                           "<22>1 2026-11-23T16:04:53Z mail - 427 - - body",
                           "<22>1 2026-11-23T16:04:53Z mail postfix 427 - body",
                           "<22>1 2026-11-23T16:04:53Z mail postfix 427 - -body",
                           "<22>1 2026-11-23T16:04:53Z mail postfix 427 - [a k=\"v\" body",
                           "<22>1 2026-11-23T16:04:53Z mail postfix 427 - [a k=\"v] body",
                           "<22>1 2026-11-23T16:04:53Z mail  427 - - body",
                           "<22>1 2026-11-23T16:04:53Z",
                           "<22>2 2026-11-23T16:04:53Z mail postfix 427 - - body"}) {
    INFO(line);
    parse::SyslogHead head;
    CHECK_FALSE(parse::read_syslog_head(line, head));
  }
}

TEST_CASE("what only looks like a Solaris id stays in the body") {
  for (const char* body : {"[ID 197553 mail.info]", "[ID 1 mail.info]x", "[IP 192.0.2.7] body",
                           "[ID a text of more than forty characters that is no id] body"}) {
    const std::string line = std::string("Jan 26 00:57:38 host postfix/smtpd[9779]: ") + body;
    parse::SyslogHead head;
    REQUIRE(parse::read_syslog_head(line, head));
    CHECK(head.body == body);
  }
}

TEST_CASE("the body's own brackets and colons do not reach into the head") {
  const std::string line =
      "Nov 23 16:04:53 mail postfix/smtp[427]: 3F2A1: host mx[192.0.2.7] said: 450 x]: y";
  parse::SyslogHead head;
  REQUIRE(parse::read_syslog_head(line, head));
  CHECK(head.pid == "427");
  CHECK(head.body == "3F2A1: host mx[192.0.2.7] said: 450 x]: y");
}

TEST_CASE("a head is read the same whatever head was read before it") {
  const std::string lines[] = {
      "2026-11-23T16:04:53.469844+00:00 mail mta/smtp[427]: a",
      "2026-11-23T16:04:54.000001+00:00 mail mta/qmgr[428]: b",
      "2026-11-23T16:04:54,000001+00:00 mail mta/qmgr[428]: b",
      "2026-11-23T16:04:54.00000x+00:00 mail mta/qmgr[428]: b",
      "2026-11-23T16:04:54.0000012+00:00 mail mta/qmgr[428]: b",
      "2026-11-23T16:04:54.1+00:00 mail mta/qmgr[428]: b",
      "2026-11-23T16:04:54.12345678+00:00 mail mta/qmgr[428]: b",
      "2026-11-23T16:04:54+00:00 mail mta/qmgr[428]: b",
      "2026-11-23T16:04:60.469844+00:00 mail mta/smtp[427]: a",
      "2026-11-23T16:04:5x.469844+00:00 mail mta/smtp[427]: a",
      "2026-11-23T16:05:53.469844+00:00 mail mta/smtp[427]: a",
      "2026-11-23T16:05:53.469844+01:00 mail mta/smtp[427]: a",
      "2026-11-23T16:05:53.469844Z mail mta/smtp[427]: a",
      "2026-11-23T16:05:53 mail mta/smtp[427]: a",
      "2026-11-23 16:05:53 +0100 mta/smtp[427]: a",
      "2026-11-23T16:05:53.469844+01:00 mailer mta/smtp[427]: a",
      "2026-11-23T16:05:53.469844+01:00 - mta/smtp[427]: a",
      "2026-11-23T16:05:53.469844+01:00 mail: mta/smtp[427]: a",
      "2026-11-23T16:05:53.469844+01:00 mail  mta/smtp[427]: a",
      "2026-11-23T16:05:53.469844+01:00 mail mta/smtp a",
      "2026-11-23T16:05:53.469844+01:00 mail",
      "2026-11-23T16:05:53.469844+01:00 mail mta/smtp[427]: [ID 1 mail.info] a",
      "Nov 23 16:04:53 mail mta/smtp[427]: a",
      "Nov 23 16:04:54 mail mta[428]:",
      "Nov 23 16:04:54 mail m: a",
      "Nov 23 16:04:54.469844 mail mta[428]: a",
      "Nov 23 16:04:54.469844+00:00 mail mta[428]: a",
      "Nov 23 16:04:54  mail mta[428]: a",
      "Nov 23 16:04:54 other mta[428]: a",
      "Nov  3 16:04:54 other mta[428]: a",
      "<22>Nov 23 16:04:53 mail mta/smtp[427]: a",
      "2013 Jun 10 06:27:30.123 mail mta/smtpd[5530]: x",
      "<22>1 2026-11-23T16:05:53.469844+01:00 mail mta 427 - - a",
      "no head at all",
      "",
  };
  for (const std::string& first : lines) {
    for (const std::string& second : lines) {
      for (const std::string& third : lines) {
        parse::SyslogHeads heads;
        check_same(heads, first);
        check_same(heads, second);
        check_same(heads, third);
      }
      for (std::size_t n = 0; n <= second.size(); ++n) {
        parse::SyslogHeads heads;
        check_same(heads, first);
        check_same(heads, second.substr(0, n));  // a buffer of its own: overruns show
      }
    }
  }
}

TEST_CASE("the heads of the logs at hand are read the same line by line and one behind the other") {
  std::size_t count = 0;
  for (const std::filesystem::path& path :
       logs_in({"/samples", "/tests/parsers"}, {".log", ".txt"})) {
    parse::SyslogHeads heads;
    std::istringstream text(unpacked_text(path));
    for (std::string line; std::getline(text, line); ++count) check_same(heads, line);
  }
  CHECK(count > 1000);
}

TEST_CASE("any front of a head is survived") {
  for (const std::string whole :
       {"<22>Nov 23 16:04:53.123 mail postfix/smtp[427]: [ID 1 mail.info] x",
        "<22>1 2026-11-23T16:04:53.469844+00:00 mail postfix 427 - [a k=\"\\\"]\"]  \xEF\xBB\xBF x",
        "2013 Jun 10 06:27:30.123 mail postfix/smtpd[5530]: x"}) {
    std::size_t read = 0;
    for (std::size_t n = 0; n <= whole.size(); ++n) {
      const std::string front = whole.substr(0, n);  // a buffer of its own: overruns show
      parse::SyslogHead head;
      if (parse::read_syslog_head(front, head)) ++read;
    }
    CHECK(read > 0);
    CHECK(read < whole.size() / 2);
  }
}

}  // namespace curfew::test
