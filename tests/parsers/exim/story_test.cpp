#include <array>

#include "exim/exim.h"
#include "parsers/exim/shared_log.h"
#include "support/catch.h"
#include "time/clock_learner.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

/// What a log says of one remote, by hour of the wall clock of a zone.
struct Hours {
  std::array<int, 24> refused{};
  std::array<int, 24> delivered{};
  std::array<int, 24> not_due{};
};

int sum(const std::array<int, 24>& hours) {
  int total = 0;
  for (const int hour : hours) total += hour;
  return total;
}

Hours hours_of(const Log& log, const TimeZone& zone, Instant since = Instant::min()) {
  constexpr std::string_view remote = "cxr.mx.cox.example";
  Hours hours;
  for (const Event& event : log.events) {
    if (event.kind == EventKind::message || event.time < since) continue;
    const WallTime wall = zone.to_wall(event.time);
    const auto hour = static_cast<std::size_t>(
        std::chrono::floor<std::chrono::hours>(wall - std::chrono::floor<std::chrono::days>(wall))
            .count());
    if (event.error_class == ErrorClass::not_due) {
      ++hours.not_due[hour];
    } else if (event.remote_host == remote && is_contact(event)) {
      ++(event.outcome == Outcome::delivered ? hours.delivered : hours.refused)[hour];
    }
  }
  return hours;
}

ClockHints in_zone(const char* name) {
  ClockHints hints;
  hints.zone = TimeZone::named(name);
  hints.zone_source = ClockSource::option;
  return hints;
}

}  // namespace

TEST_CASE("the story: refused from 17:00 to 07:00 in Arizona, by the hour") {
  const std::string path = shared_exim + "faketime-cox.log.xz";
  if (is_absent(path)) return;
  const TimeZone phoenix = TimeZone::named("America/Phoenix");
  const Log log(text_of(path), in_zone("America/Phoenix"));
  CHECK(log.unknown.empty());
  check_each_outcome_is_an_attempt(log);
  const Hours whole = hours_of(log, phoenix);
  CHECK(sum(whole.refused) == 208);
  CHECK(sum(whole.not_due) == 2607);
  CHECK(sum(whole.delivered) == 313);
  // 2 June, 00:00 there.
  const Hours since = hours_of(log, phoenix, std::chrono::sys_days(2020y / 6 / 2) + 7h);
  CHECK(since.refused == std::array<int, 24>{11, 12, 3, 3, 10, 8,  3,  0,  0,  0,  0,  0,
                                             0,  0,  0, 0, 0,  15, 28, 36, 29, 20, 16, 14});
  CHECK(since.delivered == std::array<int, 24>{0,  0,  0, 0,  0,  1, 0, 3, 7, 54, 83, 22,
                                               15, 16, 9, 11, 13, 0, 0, 0, 0, 0,  0,  0});
  CHECK(since.not_due == std::array<int, 24>{177, 178, 187, 187, 180, 187, 203, 210,
                                             224, 201, 79,  26,  0,   0,   0,   0,
                                             0,   7,   26,  44,  69,  112, 142, 168});
}

TEST_CASE("the story's zone is learned from its message ids") {
  const std::string path = shared_exim + "faketime-cox.log.xz";
  if (is_absent(path)) return;
  const std::string text = text_of(path);
  const Log told(text, in_zone("America/Phoenix"));
  ClockLearner learner;
  for (const Line& line : told.lines) {
    if (const auto anchor = exim::format()->anchor(line.text)) learner.add(*anchor);
  }
  const ClockHints hints = learner.learn({}, TimeZone());
  CHECK(hints.zone_source == ClockSource::learned);
  CHECK(hints.zone.name() == "UTC-07:00");
  const Log learned(text, hints);
  REQUIRE(learned.events.size() == told.events.size());
  for (std::size_t i = 0; i < told.events.size(); ++i) {
    REQUIRE(learned.events[i].time == told.events[i].time);
  }
}

TEST_CASE("the story as 4.100 writes it, without numbers, is the same") {
  const std::string path = shared_exim + "faketime-cox-exim4.100.log.xz";
  if (is_absent(path)) return;
  const Log log(text_of(path), in_zone("America/Phoenix"));
  CHECK(log.unknown.empty());
  check_each_outcome_is_an_attempt(log);
  const TimeZone phoenix = TimeZone::named("America/Phoenix");
  const Hours whole = hours_of(log, phoenix);
  CHECK(sum(whole.refused) == 208);
  CHECK(sum(whole.not_due) == 2607);
  CHECK(sum(whole.delivered) == 313);
  CHECK(whole.refused[16] == 0);
  CHECK(whole.refused[17] == 15);
  CHECK(whole.refused[6] == 3);
  CHECK(whole.refused[7] == 0);
}

TEST_CASE("the story with a try every half hour, its log in UTC with milliseconds and processes") {
  const std::string path = shared_exim + "faketime-cox-flat30m-utc-millisec-pid.log.xz";
  if (is_absent(path)) return;
  const Log log(text_of(path));
  CHECK(log.unknown.empty());
  check_each_outcome_is_an_attempt(log);
  const Hours whole = hours_of(log, TimeZone());
  CHECK(sum(whole.refused) == 339);
  CHECK(sum(whole.not_due) == 1173);
  CHECK(sum(whole.delivered) == 237);
  const Hours since = hours_of(log, TimeZone(), std::chrono::sys_days(2020y / 6 / 3));
  for (std::size_t hour = 0; hour < 14; ++hour) CHECK(since.refused[hour] > 0);
  for (std::size_t hour = 14; hour < 24; ++hour) CHECK(since.refused[hour] == 0);
  CHECK(since.delivered[14] > 0);
}

}  // namespace curfew::test
