// What C is told is what C++ is told, in however many pieces a log comes.
#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "curfew/catalogue.h"
#include "curfew/event.h"
#include "lib/c/handle.h"
#include "support/hints.h"
#include "support/listener.h"

namespace curfew::test {
namespace {

const std::string sample = CURFEW_SOURCE_DIR "/samples/cox-curfew.log";

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

AnalyzerOptions same_options() {
  AnalyzerOptions options;
  options.system_zone = TimeZone::named("Europe/Berlin");
  options.now = Instant(std::chrono::seconds(steady_options().now));
  return options;
}

struct Told {
  std::string json;
  std::string text;
  std::string events;
};

// By the interface in C++.
Told told_of(std::unique_ptr<Source> source) {
  Told told;
  Analyzer analyzer(builtin_formats(), same_options());
  const test::Listener listener(
      analyzer, [&](std::string_view format, std::string_view name, const Events& events) {
        for (const Event& event : events) append_ndjson(told.events, event, format, name);
      });
  analyzer.read(std::move(source));
  std::ostringstream json;
  write_json(analyzer.report(), json);
  told.json = json.str();
  std::ostringstream text;
  write_text(analyzer.report(false), text);
  told.text = text.str();
  return told;
}

curfew_options with_events() {
  curfew_options options = steady_options();
  options.events = 1;
  return options;
}

std::string events_of(const OwnAnalyzer& analyzer) {
  char* lines = nullptr;
  std::size_t length = 0;
  REQUIRE(curfew_analyzer_events(analyzer.get(), &lines, &length, nullptr) == CURFEW_OK);
  CHECK(length == std::strlen(lines));
  return taken(lines);
}

TEST_CASE("a file read by C gives what it gives in C++") {
  const Told told = told_of(open_file(sample));
  const OwnAnalyzer analyzer(with_events());
  REQUIRE(curfew_analyzer_read_file(analyzer.get(), sample.c_str(), nullptr) == CURFEW_OK);
  CHECK(analyzer.report() == told.json);
  CHECK(analyzer.report(CURFEW_TEXT) == told.text);
  CHECK(events_of(analyzer) == told.events);
  CHECK(events_of(analyzer).empty());
}

TEST_CASE("a log fed by C in any pieces gives what it gives whole") {
  const std::string log = content(sample);
  const Told told = told_of(text_source("log", log));
  for (const std::size_t piece : {log.size(), std::size_t{100'003}, std::size_t{97}}) {
    const OwnAnalyzer analyzer(with_events());
    curfew_session* const session = analyzer.session();
    for (std::size_t at = 0; at < log.size(); at += piece) {
      REQUIRE(curfew_session_feed(session, log.data() + at, std::min(piece, log.size() - at),
                                  nullptr) == CURFEW_OK);
    }
    char* snapshot = nullptr;
    REQUIRE(curfew_analyzer_snapshot(analyzer.get(), CURFEW_JSON, &snapshot, nullptr, nullptr) ==
            CURFEW_OK);
    CHECK(taken(snapshot) == told.json);
    REQUIRE(curfew_session_finish(session, nullptr) == CURFEW_OK);
    CHECK(analyzer.report() == told.json);
    CHECK(events_of(analyzer) == told.events);
  }
}

TEST_CASE("a file read piece by piece gives what it gives whole, packed or not") {
  for (const char* const name : {"/samples/cox-curfew.log", "/samples/postfix-curfew.log.xz"}) {
    const std::string path = CURFEW_SOURCE_DIR + std::string(name);
    const Told told = told_of(unpacked(open_file(path)));
    const OwnAnalyzer analyzer(with_events());
    curfew_session* session = nullptr;
    REQUIRE(curfew_session_open(analyzer.get(), path.c_str(), &session, nullptr) == CURFEW_OK);
    std::string events;
    int more = 1;
    while (more != 0) {
      REQUIRE(curfew_session_read(session, &more, nullptr) == CURFEW_OK);
      events += events_of(analyzer);
    }
    CHECK(events == told.events);
    CHECK(analyzer.report() == told.json);
    CHECK(curfew_session_read(session, &more, nullptr) == CURFEW_MISUSE);
  }
}

TEST_CASE("C is told no word of the command line") {
  const OwnAnalyzer analyzer;
  REQUIRE(curfew_analyzer_read_file(analyzer.get(), sample.c_str(), nullptr) == CURFEW_OK);
  // Another server's line, a stamp that is moved, and a line that is not known.
  const std::string log =
      "2026-03-29T01:10:00+01:00 mx postfix/qmgr[1]: 3F2A1B7C9: removed\n"
      "2026-03-29T03:10:00+02:00 mx postfix/qmgr[1]: 4F2A1B7C9: removed\n"
      "2026-03-29T03:11:00+02:00 mx sm-mta[1]: alias database\n"
      "2026-03-29T03:11:00+02:00 mx postfix/smtp[1]: sausages\n";
  curfew_session* const session = analyzer.session();
  REQUIRE(curfew_session_feed(session, log.data(), log.size(), nullptr) == CURFEW_OK);
  REQUIRE(curfew_session_finish(session, nullptr) == CURFEW_OK);
  for (const int form : {CURFEW_JSON, CURFEW_TEXT}) {
    const std::string report = analyzer.report(form);
    CHECK(has(report, "1 line of Sendmail is not read."));
    CHECK(has(report, "Ask their postmaster which rule holds in these hours."));
    CHECK_FALSE(names_a_command(report));
  }
  for (const char* const path : {"/nonexistent/mail.log", "/", CURFEW_SOURCE_DIR "/LICENSE",
                                 CURFEW_SOURCE_DIR "/samples/postfix-curfew.log.xz"}) {
    CAPTURE(path);
    const OwnAnalyzer other;
    curfew_error error{};
    if (curfew_analyzer_read_file(other.get(), path, &error) == CURFEW_OK) continue;
    CHECK_FALSE(std::string(error.remedy).empty());
    CHECK_FALSE(names_a_command(error.remedy));
  }
}

TEST_CASE("options in C mean what they mean in C++") {
  curfew_options options = steady_options();
  options.zone = "America/Phoenix";
  options.log_zone = "Asia/Tokyo";
  options.format = "exim";
  options.year = 2019;
  const OwnAnalyzer analyzer(options);
  REQUIRE(curfew_analyzer_read_file(analyzer.get(), sample.c_str(), nullptr) == CURFEW_OK);

  AnalyzerOptions same = same_options();
  same.zone = TimeZone::named("America/Phoenix");
  same.log_zone = TimeZone::named("Asia/Tokyo");
  same.format = "exim";
  same.year = 2019;
  Analyzer expected(builtin_formats(), same);
  expected.read(open_file(sample));
  std::ostringstream json;
  write_json(expected.report(), json);
  CHECK(analyzer.report() == json.str());
}

TEST_CASE("codes are explained in C as in C++") {
  Classifier classifier;
  for (const char* const asked : {"AUP#CXCNCT", "no such thing", ""}) {
    std::ostringstream expected;
    write_json(explain(classifier, asked), expected);
    char* json = nullptr;
    std::size_t length = 0;
    REQUIRE(curfew_explain(asked, CURFEW_JSON, &json, &length, nullptr) == CURFEW_OK);
    CHECK(length == expected.str().size());
    CHECK(taken(json) == expected.str());
  }
}

}  // namespace
}  // namespace curfew::test
