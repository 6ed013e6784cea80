#pragma once

#include <chrono>
#include <optional>

#include "curfew/time.h"
#include "text/state.h"

// What of curfew/time.h is kept: text/state.h. The members of what only holds values.
namespace curfew {

namespace time {

/// Whether a year or a day that was kept is one: what is counted on from there never overflows.
constexpr bool is_year(int year) noexcept {
  return year >= -30'000 && year <= 30'000;
}
constexpr bool is_year_day(int day) noexcept {
  return day >= 0 && day <= 366;
}
/// Likewise of an offset from UTC; none is one.
constexpr bool is_offset(std::optional<std::chrono::minutes> offset) noexcept {
  constexpr std::chrono::minutes day(24 * 60);
  return !offset || (*offset >= -day && *offset <= day);
}

}  // namespace time

template <class Archive>
void each_field(Archive& archive, Stamp& stamp) {
  archive(stamp.wall, stamp.has_year, stamp.offset);
  if constexpr (Archive::is_reading) {
    if (!time::is_offset(stamp.offset)) archive.damage();
  }
}

template <class Archive>
void each_field(Archive& archive, ClockHints& hints) {
  archive(hints.zone, hints.year, hints.year_day, hints.newest);
  text::one_of(archive, hints.zone_source, ClockSource::assumed);
  text::one_of(archive, hints.year_source, ClockSource::assumed);
  if constexpr (Archive::is_reading) {
    if (!time::is_year(hints.year.value_or(0)) || !time::is_year_day(hints.year_day)) {
      archive.damage();
    }
  }
}

template <class Archive>
void each_field(Archive& archive, NewYears& years) {
  archive(years.first_day, years.last_day, years.passed);
  if constexpr (Archive::is_reading) {
    constexpr int most = 1'000'000'000;
    const bool are_days = time::is_year_day(years.first_day) && time::is_year_day(years.last_day);
    if (!are_days || years.passed < 0 || years.passed > most) archive.damage();
  }
}

}  // namespace curfew
