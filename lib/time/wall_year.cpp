#include "time/wall_year.h"

namespace curfew::time {
namespace {

using std::chrono::days;
using std::chrono::duration_cast;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr hours farthest_zone(14);

// How far a line's stamp may lie before and behind the moment that its id was made.
constexpr seconds earliest_line(-30);
constexpr seconds latest_line(120);

year_month_day date_of(WallTime wall) noexcept {
  return year_month_day(std::chrono::floor<days>(wall));
}

bool within_a_zone(WallTime wall, Instant utc) noexcept {
  const Milliseconds difference = wall.time_since_epoch() - utc.time_since_epoch();
  return difference >= -farthest_zone + earliest_line && difference <= farthest_zone + latest_line;
}

}  // namespace

YearDay year_day(WallTime wall) noexcept {
  const year_month_day date = date_of(wall);
  const local_days in_leap_year(year(2000) / date.month() / date.day());
  return {.month = date.month(),
          .day = date.day(),
          .number = static_cast<int>((in_leap_year - local_days(year(2000) / 1 / 1)).count()) + 1};
}

int year_of(WallTime wall) noexcept {
  return static_cast<int>(date_of(wall).year());
}

WallTime in_year(WallTime wall, int number) noexcept {
  const auto day = std::chrono::floor<days>(wall);
  const year_month_day date(day);
  return local_days(year(number) / date.month() / date.day()) + (wall - day);
}

int year_with(const YearDay& day, int number) noexcept {
  while (!(year(number) / day.month / day.day).ok()) --number;
  return number;
}

int pass(NewYears& years, int day) noexcept {
  if (years.first_day == 0) years.first_day = years.last_day = day;
  const int step = day - years.last_day;
  // A late line of the old year stands close behind New Year; a farther step is a silence.
  constexpr int latest_of_old_year = 352;
  if (step >= latest_of_old_year) return years.passed - 1;
  if (step < -half_a_year) ++years.passed;
  years.last_day = day;
  return years.passed;
}

std::optional<WallTime> wall_near(const Stamp& stamp, Instant utc) noexcept {
  if (stamp.has_year) {
    return within_a_zone(stamp.wall, utc) ? std::optional(stamp.wall) : std::nullopt;
  }
  const YearDay day = year_day(stamp.wall);
  const int middle = year_of(WallTime(utc.time_since_epoch()));
  for (int candidate = middle - 1; candidate <= middle + 1; ++candidate) {
    if (!(year(candidate) / day.month / day.day).ok()) continue;
    const WallTime wall = in_year(stamp.wall, candidate);
    if (within_a_zone(wall, utc)) return wall;
  }
  return std::nullopt;
}

std::optional<minutes> offset_between(WallTime wall, Instant utc) noexcept {
  constexpr minutes quarter(15);
  if (!within_a_zone(wall, utc)) return std::nullopt;
  const Milliseconds difference = wall.time_since_epoch() - utc.time_since_epoch();
  // Counted from the farthest west, so that the division rounds one way; to the nearest quarter.
  const auto west = std::chrono::floor<seconds>(difference + farthest_zone + quarter / 2);
  const minutes offset = quarter * (west / quarter) - duration_cast<minutes>(farthest_zone);
  const Milliseconds late = difference - offset;
  if (late < earliest_line || late > latest_line) return std::nullopt;
  return offset;
}

}  // namespace curfew::time
