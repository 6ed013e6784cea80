#pragma once

#include <cstddef>
#include <string_view>

namespace curfew::smtp {

/// What a word without the punctuation around it may be in a date, a time or a span of time.
enum class TimeWord : unsigned char {
  none,
  moment,  ///< says a moment or a day alone: "18:21:02", "2026-03-02", "02/Mar/2026", "Tuesday"
  month,   ///< "Mar", "March"
  number,  ///< "2", "2nd", "2026": only beside a month, a moment
  zone,    ///< "UTC", "+0100", "PM": only behind others
  span,    ///< "5m0s", "300s", "4h"
  unit,    ///< "seconds", "min": behind a number
};

TimeWord time_word(std::string_view word) noexcept;

}  // namespace curfew::smtp
