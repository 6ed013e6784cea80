#pragma once

#include <optional>

#include "curfew/time.h"

// Stamps without a year: which year they may stand in.
namespace curfew::time {

/// Days. A step of more than this is a step over New Year.
inline constexpr int half_a_year = 183;

struct YearDay {
  std::chrono::month month;
  std::chrono::day day;
  int number = 0;  ///< 1-366, counted in a leap year so that it does not depend on the year
};

YearDay year_day(WallTime wall) noexcept;
int year_of(WallTime wall) noexcept;

/// That wall time in another year; 29 February of a year that has none is 1 March.
WallTime in_year(WallTime wall, int year) noexcept;

/// The youngest year up to `year` that has this day: 29 February stands in leap years alone.
int year_with(const YearDay& day, int year) noexcept;

/// Takes the next stamp's day and gives the New Years between the first stamp and this one; one
/// less for a late line of the old year.
int pass(NewYears& years, int day) noexcept;

/// The wall time of a stamp seen beside a moment of UTC, in the stamp's own year or else the year
/// that brings the two together; nothing when they are farther apart than any zone is from UTC.
std::optional<WallTime> wall_near(const Stamp& stamp, Instant utc) noexcept;

/// The offset that a wall time beside a moment of UTC shows. All offsets are whole quarters of an
/// hour, and a line is written within moments of its id; nothing when the two do not fit.
std::optional<std::chrono::minutes> offset_between(WallTime wall, Instant utc) noexcept;

}  // namespace curfew::time
