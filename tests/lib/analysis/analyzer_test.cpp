#include "curfew/analyzer.h"

#include <nlohmann/json.hpp>

#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "lib/input/broken.h"
#include "support/catch.h"
#include "support/hints.h"
#include "support/listener.h"
#include "support/report_json.h"

namespace curfew {
namespace {

using test::json;

constexpr std::string_view postfix_log =
    "Dec 31 23:58:00 mail postfix/smtpd[1]: 4A1B2C3D4E: client=app.example.org[192.0.2.1]\n"
    "Dec 31 23:58:00 mail postfix/cleanup[2]: 4A1B2C3D4E: "
    "message-id=<20241231235800.4A1B2C3D4E@mail.example.org>\n"
    "Dec 31 23:58:00 mail postfix/qmgr[3]: 4A1B2C3D4E: from=<a@example.org>, size=100, nrcpt=1 "
    "(queue active)\n"
    "Dec 31 23:58:01 mail postfix/smtp[4]: 4A1B2C3D4E: to=<b@cox.example>, "
    "relay=mx.cox.example[192.0.2.7]:25, delay=1, delays=0/0/1/0, dsn=4.0.0, status=deferred (host "
    "mx.cox.example[192.0.2.7] refused to talk to me: 421 blocked AUP#CXCNCT)\n"
    "Jan  1 00:10:00 mail postfix/smtp[4]: 4A1B2C3D4E: to=<b@cox.example>, "
    "relay=mx.cox.example[192.0.2.7]:25, delay=721, delays=720/0/1/0, dsn=2.0.0, status=sent (250 "
    "ok)\n"
    "Jan  1 00:10:00 mail postfix/qmgr[3]: 4A1B2C3D4E: removed\n";

AnalyzerOptions options() {
  AnalyzerOptions options;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 5 / 1));
  return options;
}

// Two weeks in which a remote refuses from 17:00 to 07:00. Not the same number of messages every
// day, or a quota would explain it as well.
std::string curfew_log() {
  std::string log;
  for (int hour = 0; hour < 14 * 24; ++hour) {
    if (hour * hour % 7 == hour / 24 % 7) continue;
    const bool refused = hour % 24 < 7 || hour % 24 >= 17;
    const std::string id = std::to_string(100'000 + hour);
    const Instant at = Instant(std::chrono::sys_days(std::chrono::year(2026) / 4 / 6)) +
                       std::chrono::hours(hour) + std::chrono::minutes(20);
    log += rfc3339(at) + " mail postfix/smtp[4]: 4A1B" + id + ": to=<b" + id +
           "@cox.example>, relay=mx.cox.example[192.0.2.7]:25, delay=1, delays=0/0/1/0, " +
           (refused ? "dsn=4.0.0, status=deferred (host mx.cox.example[192.0.2.7] refused to talk "
                      "to me: 421 blocked AUP#CXCNCT)\n"
                    : "dsn=2.0.0, status=sent (250 ok)\n");
  }
  return log;
}

}  // namespace

TEST_CASE("a log without years over New Year gets them from an id inside it") {
  Analyzer analyzer(builtin_formats(), options());
  analyzer.read(text_source("mail.log", postfix_log));
  const Report report = analyzer.report();
  REQUIRE(report.from);
  CHECK(rfc3339(*report.from) == "2024-12-31T23:58:00Z");
  CHECK(rfc3339(*report.to) == "2025-01-01T00:10:00Z");
  CHECK(report.inputs.at(0).first_year == 2024);
  CHECK(report.inputs.at(0).year_source == ClockSource::learned);
  CHECK(report.inputs.at(0).log_zone == "UTC");
}

TEST_CASE("the hours of a report stand in the zone asked for") {
  AnalyzerOptions phoenix = options();
  phoenix.zone = TimeZone::named("America/Phoenix");
  Analyzer analyzer(builtin_formats(), phoenix);
  analyzer.read(text_source("mail.log", postfix_log));
  const Report report = analyzer.report();
  REQUIRE(report.remotes.size() == 1);
  CHECK(report.remotes[0].by_hour[16].deferred == 1);
  CHECK(report.remotes[0].by_hour[17].delivered == 1);
  CHECK(report.remotes[0].waits.count() == 1);
}

TEST_CASE("tries refused are counted by day, whatever their codes") {
  std::string log;
  const auto refuse = [&log](std::string_view time, std::string_view code) {
    log += std::string(time) + ":00+00:00 mail postfix/smtp[4]: 4A1B" +
           std::to_string(100'000 + log.size()) +
           ": to=<b@cox.example>, relay=mx.cox.example[192.0.2.7]:25, delay=1, delays=0/0/1/0, "
           "dsn=4.0.0, status=deferred (host mx.cox.example[192.0.2.7] said: " +
           std::string(code) + ")\n";
  };
  refuse("2026-04-06T10:00", "421 busy");
  refuse("2026-04-06T11:00", "451 try later");
  refuse("2026-04-06T12:00", "421 busy");
  refuse("2026-04-08T12:00", "421 busy");
  Analyzer analyzer(builtin_formats(), options());
  analyzer.read(text_source("mail.log", log));
  const Report report = analyzer.report();
  REQUIRE(report.remotes.size() == 1);
  CHECK(report.remotes[0].refused_by_day == std::vector<std::uint32_t>{3, 0, 1});
}

TEST_CASE("what a finding rests on lies outside the period, too") {
  AnalyzerOptions last_day = options();
  last_day.findings_of_all = true;
  last_day.since = [](const TimeZone&) {
    return Instant(std::chrono::sys_days(std::chrono::year(2026) / 4 / 19));
  };
  Analyzer analyzer(builtin_formats(), last_day);
  analyzer.read(text_source("mail.log", curfew_log()));
  const Report report = analyzer.report();
  REQUIRE(report.remotes.size() == 1);
  CHECK(report.remotes[0].tally.contacts() <= 24);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].days.size() == 14);
}

TEST_CASE("a line that was repeated gives its events again and is counted once") {
  const std::string log =
      "Jan  5 10:00:00 mail postfix/smtp[4]: connect to mx.cox.example[192.0.2.7]:25: Connection "
      "refused\n"
      "Jan  5 10:00:01 mail postfix/smtp[4]: message repeated 2 times: [ connect to "
      "mx.cox.example[192.0.2.7]:25: Connection refused]\n"
      "Jan  5 10:00:02 mail postfix/smtp[4]: quite unknown words\n"
      "Jan  5 10:00:03 mail last message repeated 3 times\n"
      "Jan  5 10:00:04 mail postfix/smtpd[4]: connect from a.example[192.0.2.8]\n"
      "Jan  5 10:00:05 mail last message repeated 1 times\n";
  Analyzer analyzer(builtin_formats(), options());
  std::vector<std::uint64_t> lines;
  const test::Listener listener(analyzer,
                                [&lines](std::string_view, std::string_view, const Events& events) {
                                  for (const Event& event : events) lines.push_back(event.line);
                                });
  analyzer.read(text_source("mail.log", log));
  CHECK(lines == std::vector<std::uint64_t>{1, 2, 2});
  CHECK(analyzer.report().lines == LineCount{.reported = 2, .ignored = 2, .unknown = 2});
}

TEST_CASE("records without a line end between them are lines, and so are containers' pieces") {
  const std::string line =
      "2026-01-05T10:00:00+00:00 mail postfix/smtp[4]: connect to mx.cox.example[192.0.2.7]:25: "
      "Connection refused";
  const auto count = [](const std::string& log) {
    Analyzer analyzer(builtin_formats(), options());
    analyzer.read(text_source("mail.log", log));
    CHECK(analyzer.report().inputs.at(0).bytes == log.size());
    return analyzer.report().lines;
  };
  CHECK(count("<22>" + line + "<22>" + line) == LineCount{.reported = 2});
  const std::string piece = "2026-01-05T10:00:00Z stdout P ";
  const std::string end = "2026-01-05T10:00:00Z stdout F ";
  CHECK(count(piece + line.substr(0, 60) + '\n' + end + line.substr(60) + '\n') ==
        LineCount{.reported = 1, .ignored = 1});
}

TEST_CASE("the report does not depend on how the log was cut into batches") {
  std::string log;
  for (int i = 0; i < 50; ++i) log += postfix_log;
  const auto with_batch = [&log](std::size_t batch) {
    AnalyzerOptions chosen = options();
    chosen.batch = batch;
    Analyzer analyzer(builtin_formats(), chosen);
    analyzer.read(text_source("mail.log", log));
    return json(analyzer.report());
  };
  const std::string whole = with_batch(1 << 20);
  CHECK(with_batch(1) == whole);
  CHECK(with_batch(777) == whole);
}

TEST_CASE("lines are reported, ignored or unknown, and together they are all") {
  Analyzer analyzer(builtin_formats(), options());
  analyzer.read(text_source("mail.log", postfix_log));
  const Report report = analyzer.report();
  CHECK(report.lines.lines() == 6);
  CHECK(report.lines.unknown == 0);
}

TEST_CASE("what holds no mail log is refused with the formats that are known") {
  Analyzer analyzer(builtin_formats(), options());
  CHECK_THROWS_WITH(analyzer.read(text_source("empty.log", "")), "empty.log: is empty");
  try {
    analyzer.read(text_source("notes.txt", "hello\nworld\n"));
    FAIL("was read");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::unknown_format);
    CHECK(error.remedy().starts_with("Known are: postfix, "));
    CHECK(error.remedy().ends_with(", ndjson."));
    CHECK(error.hint() == Hint::no_mail_log);
  }
  CHECK(analyzer.report().inputs.empty());
}

TEST_CASE("what is no log is refused without a word of any program's, and with a hint") {
  struct Case {
    const char* text;
    Hint hint;
    const char* data;
    const char* remedy;
  };
  for (const Case& one :
       {Case{"Mail queue is empty\n-Queue ID-  --Size-- ----Arrival Time---- "
             "-Sender/Recipient-------\n",
             Hint::queue_listing, "",
             "It lists what waits in a queue (mailq, postqueue -j, exim -bp)."},
        Case{"Apr 10 08:47:20 mx courieresmtp: id=0001F2A4.60A1B2C3.00000B1D,from=<a@example.org>,"
             "addr=<b@one.example>: 450 4.1.8 no\n",
             Hint::unread_server, "Courier", "Read are: "},
        Case{"Jun  2 17:04:11 mx sm-mta[1]: sausages\n", Hint::known_server, "", ""},
        Case{"hello\n", Hint::no_mail_log, "", "Known are: "}}) {
    CAPTURE(one.text);
    Analyzer analyzer(builtin_formats(), options());
    try {
      analyzer.read(text_source("x", one.text));
      FAIL_CHECK("was read");
    } catch (const Error& error) {
      CHECK(error.hint() == one.hint);
      CHECK(error.hint_data() == one.data);
      CHECK(error.remedy().starts_with(one.remedy));
      CHECK_FALSE(test::names_a_command(error.remedy()));
    }
  }
}

TEST_CASE("warnings name no option of a program's, and have a hint") {
  Analyzer analyzer(builtin_formats(), options());
  analyzer.read(text_source("mail.log",
                            "2026-03-29T01:10:00+01:00 mx postfix/qmgr[1]: 3F2A1B7C9: removed\n"
                            "2026-03-29T03:10:00+02:00 mx postfix/qmgr[1]: 4F2A1B7C9: removed\n"
                            "2026-03-29T03:11:00+02:00 mx sm-mta[1]: alias database\n"));
  const Report report = analyzer.report();
  REQUIRE(report.warnings.size() == 2);
  CHECK(report.warnings[0].text.ends_with(" are moved."));
  CHECK(report.warnings[0].hint == Hint::name_zone);
  CHECK(report.warnings[1].text == "mail.log: 1 line of Sendmail is not read.");
  CHECK(report.warnings[1].hint == Hint::read_format);
  CHECK(report.warnings[1].hint_data == "sendmail");
}

TEST_CASE("midnight is midnight in the zone the log was found to be in") {
  AnalyzerOptions chosen = options();
  chosen.log_zone = TimeZone::named("America/Phoenix");
  chosen.since = [](const TimeZone& zone) {
    return zone.to_utc(WallTime(std::chrono::local_days(std::chrono::year(2025) / 1 / 1)));
  };
  chosen.year = 2024;
  Analyzer analyzer(builtin_formats(), chosen);
  analyzer.read(text_source("mail.log", postfix_log));
  const Report report = analyzer.report();
  CHECK(rfc3339(*analyzer.period().since) == "2025-01-01T07:00:00Z");
  CHECK(rfc3339(*report.from) == "2025-01-01T07:10:00Z");
  CHECK(report.remotes.at(0).tally.deferred == 0);
  CHECK(report.remotes.at(0).tally.delivered == 1);
}

TEST_CASE("findings rest on all that is read where that was asked for; counts on the period") {
  const std::string log = curfew_log();
  const auto of_period = [&log](std::optional<Instant> since, std::optional<Instant> until,
                                bool findings_of_all) {
    AnalyzerOptions chosen = options();
    if (since) chosen.since = [since](const TimeZone&) { return *since; };
    if (until) chosen.until = [until](const TimeZone&) { return *until; };
    chosen.findings_of_all = findings_of_all;
    Analyzer analyzer(builtin_formats(), chosen);
    analyzer.read(text_source("mail.log", log));
    return nlohmann::json::parse(json(analyzer.report()));
  };
  const nlohmann::json whole = of_period({}, {}, false);
  REQUIRE(whole["findings"].size() == 1);
  CHECK(whole["findings"][0]["kind"] == "curfew");
  CHECK(of_period({}, {}, true) == whole);

  const Instant end(std::chrono::sys_days(std::chrono::year(2026) / 4 / 20));
  const std::vector<std::pair<std::optional<Instant>, std::optional<Instant>>> periods = {
      {end - std::chrono::hours(24), std::nullopt},
      {end - std::chrono::hours(96), end - std::chrono::hours(84)},
      {std::nullopt, end - std::chrono::hours(300)},
      {end, std::nullopt}};
  for (const auto& [since, until] : periods) {
    const nlohmann::json part = of_period(since, until, false);
    nlohmann::json with = of_period(since, until, true);
    CHECK(part["findings"] != whole["findings"]);
    CHECK(with["findings"] == whole["findings"]);
    with["findings"] = part["findings"];
    CHECK(with == part);
  }
}

TEST_CASE("a log that breaks off keeps what was read") {
  Analyzer analyzer(builtin_formats(), options());
  CHECK_THROWS_AS(analyzer.read(std::make_unique<test::Broken>("mail.log", postfix_log, 1 << 20)),
                  Error);
  const Report report = analyzer.report();
  REQUIRE(report.inputs.size() == 1);
  CHECK(report.lines.lines() == 6);
}

TEST_CASE("of a log that breaks off before it shows what it is, the reason is told") {
  Analyzer analyzer(builtin_formats(), options());
  CHECK_THROWS_WITH(analyzer.read(std::make_unique<test::Broken>("mail.log", "Dec 31 23:5")),
                    "mail.log: input/output error");
}

TEST_CASE("a format of that name must exist") {
  AnalyzerOptions wrong = options();
  wrong.format = "sendmial";
  CHECK_THROWS_AS(Analyzer(builtin_formats(), wrong), Error);
}

}  // namespace curfew
