// One run of a mail server, logged by two loggers in several formats at once.

#include "parsers/postfix/log.h"
#include "parsers/postfix/shared_data.h"
#include "postfix/postfix.h"
#include "support/catch.h"
#include "support/corpus.h"

namespace curfew::test {
namespace {

// The events of a log in words, all but the time (formats differ in its precision) and the host.
std::vector<std::string> events_of(const std::string& text) {
  const std::vector<Line> lines = lines_of_log(text);
  const std::unique_ptr<Parser> parser = postfix::format()->make(hints_of_log(lines));
  Events events;
  parser->parse(lines, events);
  CHECK(parser->count().unknown == 0);
  std::vector<std::string> words;
  for (Event& event : events) {
    event.time = std::chrono::floor<std::chrono::seconds>(event.time);
    event.log_host = {};
    words.push_back(describe(event));
  }
  return words;
}

void check_same_events(std::initializer_list<const char*> names) {
  std::vector<std::string> first;
  for (const char* const name : names) {
    INFO(name);
    const auto text = shared_postfix_file(std::string("envelopes/") + name);
    if (!text) return;
    const std::vector<std::string> events = events_of(*text);
    if (first.empty()) first = events;
    REQUIRE(events.size() > 4000);
    CHECK(events == first);
  }
}

}  // namespace

TEST_CASE("the templates of rsyslog give the same events, the one that loses the program too") {
  check_same_events(
      {"rsyslog-rfc3164.log", "rsyslog-pri.log", "rsyslog-iso.log", "rsyslog-rfc5424.log"});
}

TEST_CASE("the outputs of journalctl give the same events") {
  check_same_events({"journal-short.log", "journal-short-precise.log", "journal-short-iso.log",
                     "journal-short-iso-precise.log"});
}

}  // namespace curfew::test
