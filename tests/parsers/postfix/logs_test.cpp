#include <array>

#include "parse/syslog_head.h"
#include "parsers/postfix/log.h"
#include "parsers/postfix/shared_data.h"
#include "postfix/postfix.h"
#include "postfix/tag.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

struct Reading {
  LineCount count;
  std::uint64_t own = 0;                 // lines that Postfix wrote
  std::vector<std::string> own_unknown;  // of these, not understood
  std::uint64_t events = 0;
};

bool is_own(std::string_view line) {
  parse::SyslogHead head;
  return parse::read_syslog_head(line, head) &&
         postfix::is_postfix_instance(postfix::read_tag(head.tag).instance);
}

Reading read_log(const std::string& text) {
  const std::vector<Line> lines = lines_of_log(text);
  std::vector<std::string> unknown;
  const std::unique_ptr<Parser> parser = postfix::format()->make(hints_of_log(lines));
  parser->tell_unknown([&unknown](const Line& line) { unknown.emplace_back(line.text); });
  Reading reading;
  Events events;
  constexpr std::size_t batch = 1000;
  for (std::size_t at = 0; at < lines.size(); at += batch) {
    events.clear();
    parser->parse(Lines(lines).subspan(at, std::min(batch, lines.size() - at)), events);
    reading.events += events.size();
  }
  reading.count = parser->count();
  CHECK(reading.count.lines() == lines.size());
  for (const Line& line : lines) {
    if (is_own(line.text)) ++reading.own;
  }
  for (const std::string& line : unknown) {
    if (is_own(line)) reading.own_unknown.push_back(line);
  }
  return reading;
}

// Counts of attempts for bigmail.test by hour of day, UTC.
struct Hours {
  std::array<int, 24> echoes{};
  std::array<int, 24> refused{};
  std::array<int, 24> delivered{};
};

Hours hours_of_bigmail(const std::string& text) {
  Hours hours;
  const std::vector<Line> lines = lines_of_log(text);
  Events events;
  postfix::format()->make(hints_of_log(lines))->parse(lines, events);
  for (const Event& event : events) {
    if (event.kind != EventKind::attempt || !event.recipient.ends_with("@bigmail.test")) continue;
    const auto into_day = event.time - std::chrono::floor<std::chrono::days>(event.time);
    const auto hour =
        static_cast<std::size_t>(std::chrono::floor<std::chrono::hours>(into_day).count());
    if (event.outcome == Outcome::delivered) {
      CHECK(event.contacted == Contacted::yes);
      ++hours.delivered[hour];
    } else {
      CHECK(event.outcome == Outcome::deferred);
      CHECK(event.reply.code == 421);
      CHECK(event.remote_host == "mx1.bigmail.test");
      CHECK(event.stage == Stage::banner);
      ++(event.contacted == Contacted::yes ? hours.refused : hours.echoes)[hour];
    }
  }
  return hours;
}

}  // namespace

TEST_CASE("every line of the logs that Postfix wrote for us is understood") {
  for (const char* const name :
       {"generated-real.log.xz", "generated-real-postfix3.11.log.xz", "generated-curfew.log.xz"}) {
    const std::optional<std::string> text = shared_postfix_file(name);
    if (!text) continue;
    INFO(name);
    const Reading reading = read_log(*text);
    CHECK(reading.count.unknown == 0);
    CHECK(reading.own == reading.count.lines());
    // A line that requeues a message tells of both its ids.
    CHECK(reading.events >= reading.count.reported);
    CHECK(reading.events <= reading.count.reported + 1);
    CHECK(reading.count.reported > reading.count.lines() / 2);
  }
}

TEST_CASE("of other people's logs less than a line in a thousand is not understood") {
  std::uint64_t own = 0;
  std::vector<std::string> unknown;
  for (const std::string& name : shared_postfix_logs()) {
    if (name.starts_with("generated-")) continue;
    INFO(name);
    const Reading reading = read_log(shared_postfix_file(name).value());
    own += reading.own;
    unknown.insert(unknown.end(), reading.own_unknown.begin(), reading.own_unknown.end());
  }
  if (own == 0) return;
  std::string left;
  for (const std::string& line : unknown) left += "\n  " + line.substr(0, 150);
  WARN(unknown.size() << " of " << own << " lines are not understood:" << left);
  CHECK(own > 30000);
  CHECK(1000 * unknown.size() <= own);
}

TEST_CASE("the hours of a real curfew are those it was run with") {
  const std::optional<std::string> text = shared_postfix_file("generated-curfew.log.xz");
  if (!text) return;
  const Hours hours = hours_of_bigmail(*text);
  const std::array<int, 24> refused{245, 247, 234, 234, 238, 248, 248, 0,   0,   0,   0,   0,
                                    0,   0,   0,   0,   0,   203, 277, 275, 260, 278, 281, 269};
  const std::array<int, 24> delivered{0,  0,  0,  0,  0,  0, 0, 310, 61, 55, 67, 48,
                                      64, 75, 93, 80, 58, 0, 0, 0,   0,  0,  0,  0};
  const std::array<int, 24> deferred{2524, 2271, 2463, 2468, 2694, 2705, 2998, 81,
                                     0,    0,    0,    0,    0,    0,    0,    0,
                                     0,    426,  1008, 1475, 1862, 2158, 2445, 2538};
  CHECK(hours.refused == refused);
  CHECK(hours.delivered == delivered);
  for (std::size_t hour = 0; hour < 24; ++hour) {
    CHECK(hours.echoes[hour] + hours.refused[hour] == deferred[hour]);
  }
}

}  // namespace curfew::test
