#include "curfew/lint.h"

#include <array>
#include <sstream>

#include "curfew/builtin_formats.h"
#include "curfew/definition.h"
#include "support/catch.h"
#include "support/hints.h"

using namespace curfew;

namespace {

struct Linted {
  Lint lint;
  std::string text;
  std::string json;
};

Input input(const std::string& name, const std::string& text) {
  return {.name = name,
          .open = [name, &text] { return text_source(name, text); },
          .size = text.size(),
          .once = false,
          .found = false};
}

Linted linted(const std::vector<Input>& inputs, const char* zone = "UTC",
              const Formats& formats = builtin_formats()) {
  AnalyzerOptions options;
  options.log_zone = TimeZone::named(zone);
  options.year = 2026;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20));
  Analyzer analyzer(formats, options);
  Linter linter(formats);
  analyzer.observe(&linter);
  analyzer.read_all(inputs);
  Linted result;
  result.lint = linter.lint(analyzer.report(false));
  std::ostringstream text;
  write_lint_text(result.lint, text);
  result.text = text.str();
  std::ostringstream json;
  write_lint_json(result.lint, json);
  result.json = json.str();
  return result;
}

Linted linted(const std::string& text, const char* zone = "UTC") {
  return linted({input("mail.log", text)}, zone);
}

const std::string removed = " mx postfix/qmgr[1]: 3F2A1B7C9: removed\n";

}  // namespace

TEST_CASE("lines that are not understood are counted by template, with where the first stands") {
  const Linted result = linted("Nov 10 10:00:00" + removed +
                               "Nov 10 10:00:01 mx postfix/smtp[4]: 3F2A1B7C9: sausages for alice\n"
                               "Nov 10 10:00:02 mx postfix/smtp[5]: 4F2A1B7C9: sausages for bob\n");
  REQUIRE(result.lint.templates.size() == 1);
  const LintTemplate& one = result.lint.templates[0];
  CHECK(one.pattern == "<time> <host> postfix/smtp[#]: <id>: <word> for <word>");
  CHECK(one.count == 2);
  CHECK(one.line == 2);
  CHECK(one.log == "mail.log");
  CHECK(one.format == "postfix");
  CHECK(result.text.find("first at mail.log:2") != std::string::npos);
  for (const std::string& text : {result.text, result.json}) {
    for (const char* word : {"sausages", "alice", "bob", "mx", "3F2A1B7C9", "4F2A1B7C9"}) {
      CHECK(text.find(word) == std::string::npos);
    }
  }
}

TEST_CASE("odd stamps are counted, with the first line of each kind") {
  const Linted result =
      linted("Oct 25 01:59:00" + removed + "no stamp at all\n" + "Oct 25 02:10:00" + removed +
                 "Oct 25 02:10:30" + removed + "Oct 25 02:05:00" + removed + "Oct 25 03:00:00" +
                 removed + "Oct 25 02:58:00" + removed + "Nov 25 03:00:00" + removed,
             "Europe/Berlin");
  REQUIRE(result.lint.logs.size() == 1);
  const LintLog& log = result.lint.logs[0];
  CHECK(log.without_stamp.count == 1);
  CHECK(log.without_stamp.line == 2);
  CHECK(log.in_double_hour.count == 4);
  CHECK(log.in_double_hour.line == 3);
  CHECK(log.steps_back.count == 1);
  CHECK(log.steps_back.line == 7);
  CHECK(log.farthest_back == std::chrono::minutes(2));
  CHECK(log.in_the_future.count == 1);
  CHECK(log.in_the_future.line == 8);
}

TEST_CASE("a log given twice and lines of two logs are counted as copies") {
  std::string first;
  for (int i = 10; i < 60; ++i) first += "Nov 10 10:00:" + std::to_string(i) + removed;
  const std::string longer = first + "Nov 10 10:01:00" + removed;
  std::string other = "Nov 10 10:00:09 mx postfix/qmgr[1]: 3F2A1B7D0: removed\n" + first;
  const Linted result =
      linted({input("mail.log", first), input("backup/mail.log.1", longer), input("all", other)});
  CHECK(result.lint.copies == 100);
  CHECK(result.lint.same_logs == std::vector<std::string>{"mail.log"});
  REQUIRE(result.lint.logs.size() == 2);
  CHECK(result.lint.logs[0].name == "all");
  CHECK(result.lint.logs[1].copies == 50);
  CHECK(result.lint.lines.lines() == 52);
  CHECK(result.text.find("100 copies left out") != std::string::npos);
}

TEST_CASE("a file without mail says what it looks like and which format is nearest") {
  const std::string dovecot = "Nov 10 10:00:00 mx dovecot: imap-login: Login: user=<alice>\n";
  const std::string prose = "Dear Alice,\n\nyour order\n";
  const std::string empty;
  const Linted result = linted({input("a", dovecot), input("a", prose), input("empty", empty)});
  REQUIRE(result.lint.other_files.size() == 3);
  CHECK(result.lint.other_files[0].nearest == "postfix");
  CHECK(result.lint.other_files[0].understood == 1);
  CHECK(result.lint.other_files[0].front ==
        std::vector<std::string>{"Nov 10 10:00:00 host dovecot: imap-login: Login: user=<xxxxx>"});
  CHECK(result.lint.other_files[1].name == "a (2)");
  CHECK(result.lint.other_files[1].nearest.empty());
  CHECK(result.lint.other_files[1].lines == 2);
  CHECK(result.lint.other_files[2].lines == 0);
  for (const std::string& text : {result.text, result.json}) {
    CHECK(text.find("lice") == std::string::npos);
  }
}

TEST_CASE("parts that no line has are named, and those that one has are not") {
  const std::string without =
      "2026-11-10 10:00:00 1jgAIN-0003x1-2k => bob@example.net R=dnslookup T=remote_smtp "
      "H=mx.example.net [192.0.2.1]\n";
  const std::string with =
      "2026-11-10 10:00:01 1jgAIO-0003x1-2k => bob@example.net F=<a@example.org> R=dnslookup "
      "T=remote_smtp H=mx.example.net [192.0.2.1]:25 C=\"250 OK\" QT=5s DT=1s\n";
  std::vector<std::string> keys;
  for (const LintMissing& one : linted(without).lint.missing) keys.push_back(one.key);
  CHECK(keys == std::vector<std::string>{"exim_outgoing_port", "exim_deliver_time",
                                         "exim_queue_time", "exim_smtp_confirmation",
                                         "exim_sender_on_delivery"});
  CHECK(linted(without + with).lint.missing.empty());
}

TEST_CASE("what a definition says may not be logged is named like what a parser says") {
  Formats formats = builtin_formats();
  formats.add(Definition::read(R"toml([format]
name = "mine"
title = "Mine"
unlogged = ["It does not log the sender."]
[[head]]
kind = "syslog"
programs = ["mined"]
[[line]]
name = "sent"
match = '^sent to=<(?P<recipient>[^>]*)> host=(?P<remote_host>\S+)(?: delay=(?P<delay>\S+))?$'
event = "attempt"
set = { outcome = "delivered", contacted = "yes" }
[[line]]
name = "put off"
match = '^put off to=<(?P<recipient>[^>]*)> host=(?P<remote_host>\S+)$'
event = "attempt"
set = { outcome = "deferred", contacted = "yes" }
[[sample]]
name = "one"
lines = '''
Jan 15 17:30:00 mx mined[1]: sent to=<b@example.net> host=mx.example.net
Jan 15 17:30:01 mx mined[1]: put off to=<b@example.net> host=mx.example.net
'''
[[sample.event]]
outcome = "delivered"
[[sample.event]]
outcome = "deferred"
[[server.part]]
key = "mine_delay"
field = "delay"
of_deliveries = true
text = "lines have no delay."
)toml",
                               "mine.toml"));
  const auto missing = [&](const std::string& log) {
    return linted({input("mail.log", log)}, "UTC", formats).lint.missing;
  };
  const std::string begin = "Nov 10 10:00:00 mx mined[1]: ";
  const std::string end = " to=<b@example.net> host=mx.example.net";
  const std::vector<LintMissing> found = missing(begin + "sent" + end + "\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].format == "mine");
  CHECK(found[0].key == "mine_delay");
  CHECK(found[0].text == "lines have no delay.");
  CHECK(missing(begin + "sent" + end + " delay=5s\n").empty());
  CHECK(missing(begin + "put off" + end + "\n").empty());
}

TEST_CASE("warnings name the log as the rest does") {
  const std::string log =
      "\"SMTPD\"\t1\t1\t\"2026-11-10 10:00:00.000\"\t\"192.0.2.1\"\t\"SENT: 220 mx.shop.example\"\n"
      "\"APPLICATION\"\t1\t\"2026-11-10 10:00:01.000\"\t\"SMTPDeliverer - Message 5: Delivering "
      "message from a@example.net to b@example.org. File: C:\\x.eml\"\n";
  const Linted result = linted({input("logs/shop/hmailserver_2026-11-10.log", log)});
  REQUIRE_FALSE(result.lint.warnings.empty());
  CHECK(result.lint.warnings[0].key == "hmailserver_smtp_off");
  CHECK(result.lint.warnings[0].text.starts_with("hmailserver_2026-11-10.log: logging of SMTP"));
}

TEST_CASE("what is left out and how logs were read is said with the program's words") {
  std::string text = "Nov 10 10:00:00" + removed;
  for (const char* const word : {"sausages", "with mustard", "and some bread"}) {
    text += std::string("Nov 10 10:00:01 mx postfix/smtp[4]: 3F2A1B7C9: ") + word + '\n';
  }
  Lint lint = linted(text).lint;
  REQUIRE(lint.templates.size() == 3);
  lint.logs.resize(51, lint.logs.front());
  lint.warnings = {{.key = "clock", .text = "it runs late.", .hint = Hint::set_year}};
  const auto all = [&lint] {
    std::ostringstream page;
    write_lint_text(lint, page, 1);
    std::ostringstream json;
    write_lint_json(lint, json);
    return std::array{page.str(), json.str()};
  };
  for (const std::string& page : all()) {
    CHECK_FALSE(test::names_a_command(page));
    CHECK(test::has(page, "it runs late."));
  }
  CHECK(test::has(all()[0], "; stamps in UTC (by option), first year 2026 (by option)\n"));
  lint.hints = test::every_hint();
  for (const std::string& page : all()) {
    CHECK(test::has(page, "it runs late. " + test::said(Hint::set_year)));
  }
  const std::string page = all()[0];
  CHECK(test::has(page, "; stamps in UTC (" + test::said(Hint::by_log_zone)));
  CHECK(test::has(page, ", first year 2026 (" + test::said(Hint::by_year)));
  CHECK(test::has(page, "  and 2 lines of other templates " + test::said(Hint::more_templates)));
  CHECK(test::has(page, "  and 1 other log " + test::said(Hint::more_logs)));
}

TEST_CASE("a report's words are those of what is said of its logs") {
  Linter linter(builtin_formats());
  Report report;
  report.hints = test::every_hint();
  CHECK(linter.lint(report).hints.words(Hint::more_logs) == report.hints.words(Hint::more_logs));
}
