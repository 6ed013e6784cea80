#include "hmailserver/hmailserver.h"

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "support/catch.h"
#include "support/corpus.h"

namespace curfew::test {
namespace {

ClockHints berlin() {
  ClockHints hints;
  hints.zone = TimeZone::named("Europe/Berlin");
  hints.zone_source = ClockSource::option;
  return hints;
}

std::vector<std::string> warnings_of(std::string_view log) {
  Analyzer analyzer(builtin_formats());
  analyzer.read(text_source("log", log));
  std::vector<std::string> keys;
  for (const Warning& warning : analyzer.report().warnings) keys.push_back(warning.key);
  return keys;
}

constexpr std::string_view delivering =
    "\"APPLICATION\"\t50\t\"2026-01-15 17:00:00.900\"\t\"SMTPDeliverer - Message 17: Delivering "
    "message from a@example.org to b@example.net. File: x\"\r\n";
constexpr std::string_view refused =
    "\"SMTPC\"\t81\t7\t\"2026-01-15 17:00:01.100\"\t\"192.0.2.7\"\t\"RECEIVED: 421 busy\"\r\n";
constexpr std::string_view connecting =
    "\"TCPIP\"\t50\t\"2026-01-15 17:00:00.951\"\t\"Connecting to 192.0.2.7:25...\"\r\n";
constexpr std::string_view awstats =
    "2026-01-15 "
    "17:00:02\ta@example.org\tb@example.net\t192.0.2.9\tmx.example.net\tSMTP\t?\t250\t1\r\n";

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

}  // namespace

TEST_CASE("each line of the corpus becomes the events written under it") {
  check_corpus(*hmailserver::format(), CURFEW_TESTS_DIR "/parsers/hmailserver/corpus");
}

TEST_CASE("what is turned away, and the server's own trouble, is reported where it is asked for") {
  check_corpus(*hmailserver::format(), CURFEW_TESTS_DIR "/parsers/hmailserver/inbound", {}, true);
}

TEST_CASE("of the hour that comes twice the order of the records tells which it is") {
  std::vector<std::string> events;
  for (const CorpusCase& one :
       read_corpus(CURFEW_TESTS_DIR "/parsers/hmailserver/corpus/text.txt")) {
    if (!one.name.starts_with("the hour that comes twice")) continue;
    events = parse_text(*hmailserver::format(), one.input, 0, berlin()).events;
  }
  REQUIRE(events.size() == 4);
  CHECK(events[0].find("2026-10-24T23:59:59Z") != std::string::npos);
  CHECK(events[1].find("2026-10-25T00:50:00Z") != std::string::npos);
  CHECK(events[2].find("2026-10-25T01:05:00Z") != std::string::npos);
  CHECK(events[3].find("2026-10-25T02:00:00Z") != std::string::npos);
}

TEST_CASE("the report says which part of the logging is off") {
  using Keys = std::vector<std::string>;
  CHECK(warnings_of(joined({delivering, connecting, refused})).empty());
  CHECK(warnings_of(joined({delivering, refused})) == Keys{"hmailserver_tcpip_off"});
  CHECK(warnings_of(joined({connecting, refused})) == Keys{"hmailserver_application_off"});
  CHECK(warnings_of(joined({delivering, connecting})) == Keys{"hmailserver_smtp_off"});
  CHECK(warnings_of(awstats) == Keys{"hmailserver_awstats_only"});
  CHECK(warnings_of(joined({awstats, delivering, connecting, refused})).empty());
}

TEST_CASE("what waited for its end is told when the log is over") {
  Analyzer analyzer(builtin_formats());
  analyzer.read(text_source("log", joined({delivering, connecting, refused})));
  const Report report = analyzer.report();
  REQUIRE(report.remotes.size() == 1);
  CHECK(report.remotes[0].name == "example.net");
  CHECK(report.remotes[0].tally.deferred == 1);
  CHECK(report.lines.unknown == 0);
}

}  // namespace curfew::test
