#include "time/wall_year.h"

#include "lib/time/moments.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("days of the year are counted as in a leap year") {
  CHECK(time::year_day(wall("2026-01-01T00:00:00")).number == 1);
  CHECK(time::year_day(wall("2026-02-28T00:00:00")).number == 59);
  CHECK(time::year_day(wall("2024-02-29T00:00:00")).number == 60);
  CHECK(time::year_day(wall("2026-03-01T00:00:00")).number == 61);
  CHECK(time::year_day(wall("2026-12-31T23:59:59")).number == 366);
}

TEST_CASE("a wall time keeps its day and time in another year") {
  CHECK(time::in_year(wall("Nov 23 16:04:53.5"), 2026) == wall("2026-11-23T16:04:53.500"));
  CHECK(time::in_year(wall("Feb 29 12:00:00"), 2024) == wall("2024-02-29T12:00:00"));
  CHECK(time::in_year(wall("Feb 29 12:00:00"), 2026) == wall("2026-03-01T12:00:00"));
}

TEST_CASE("29 February stands in leap years alone") {
  const time::YearDay leap_day = time::year_day(wall("Feb 29 12:00:00"));
  CHECK(time::year_with(leap_day, 2026) == 2024);
  CHECK(time::year_with(leap_day, 2024) == 2024);
  CHECK(time::year_with(leap_day, 1903) == 1896);
  CHECK(time::year_with(time::year_day(wall("Feb 28 12:00:00")), 2026) == 2026);
}

TEST_CASE("a New Year has passed when the day falls by more than half a year") {
  NewYears years;
  CHECK(time::pass(years, 350) == 0);
  CHECK(time::pass(years, 366) == 0);
  CHECK(time::pass(years, 1) == 1);
  CHECK(time::pass(years, 366) == 0);  // a late line
  CHECK(time::pass(years, 2) == 1);
  CHECK(time::pass(years, 180) == 1);
  CHECK(time::pass(years, 360) == 1);
  CHECK(time::pass(years, 3) == 2);
  CHECK(years.first_day == 350);
}

TEST_CASE("a few days back are no New Year") {
  NewYears years;
  CHECK(time::pass(years, 200) == 0);
  CHECK(time::pass(years, 180) == 0);
  CHECK(time::pass(years, 20) == 0);
  CHECK(time::pass(years, 200) == 0);
}

TEST_CASE("a silence of more than half a year is no late line of the old year") {
  NewYears years;
  CHECK(time::pass(years, 10) == 0);
  CHECK(time::pass(years, 230) == 0);
  CHECK(time::pass(years, 231) == 0);
  CHECK(time::pass(years, 5) == 1);
  CHECK(time::pass(years, 365) == 0);
}

TEST_CASE("a late line before the first New Year stands in the year before the first") {
  NewYears years;
  CHECK(time::pass(years, 1) == 0);
  CHECK(time::pass(years, 366) == -1);
  CHECK(time::pass(years, 2) == 0);
}

TEST_CASE("a stamp without a year takes the year of the moment beside it") {
  CHECK(time::wall_near(stamp("Nov 23 09:04:53"), utc("2026-11-23T16:04:53Z")) ==
        wall("2026-11-23T09:04:53"));
  CHECK(time::wall_near(stamp("Dec 31 17:00:00"), utc("2027-01-01T00:00:00Z")) ==
        wall("2026-12-31T17:00:00"));
  CHECK(time::wall_near(stamp("Jan  1 05:00:00"), utc("2026-12-31T19:00:00Z")) ==
        wall("2027-01-01T05:00:00"));
  CHECK(time::wall_near(stamp("Feb 29 05:00:00"), utc("2024-02-29T00:00:00Z")) ==
        wall("2024-02-29T05:00:00"));
  CHECK_FALSE(time::wall_near(stamp("Feb 29 05:00:00"), utc("2025-03-01T00:00:00Z")));
  CHECK_FALSE(time::wall_near(stamp("Nov 25 09:04:53"), utc("2026-11-23T16:04:53Z")));
  CHECK_FALSE(time::wall_near(stamp("2025-11-23T16:04:53"), utc("2026-11-23T16:04:53Z")));
}

TEST_CASE("an offset is a whole quarter of an hour, from 14 hours west to 14 hours east") {
  const Instant at = utc("2026-11-23T16:04:53Z");
  for (int minutes = -14 * 60; minutes <= 14 * 60; minutes += 15) {
    INFO(minutes);
    const std::chrono::minutes offset(minutes);
    const WallTime there(at.time_since_epoch() + offset);
    CHECK(time::offset_between(there, at) == offset);
    CHECK(time::offset_between(there + 120s, at) == offset);
    CHECK(time::offset_between(there - 30s, at) == offset);
    CHECK_FALSE(time::offset_between(there + 121s, at));
    CHECK_FALSE(time::offset_between(there - 31s, at));
    CHECK_FALSE(time::offset_between(there + 7min, at));
    CHECK_FALSE(time::offset_between(there + 8min, at));
  }
  CHECK_FALSE(time::offset_between(WallTime(at.time_since_epoch() + 14h + 15min), at));
  CHECK_FALSE(time::offset_between(WallTime(at.time_since_epoch() - 14h - 15min), at));
}

}  // namespace curfew::test
