#pragma once

#include <array>
#include <optional>
#include <string>

#include "curfew/tally.h"

namespace curfew::report {

/// Hours from `first` up to, not including, `end`; may run over midnight.
struct HourSpan {
  int first = 0;
  int end = 0;
};

/// The shortest span of hours of day that holds every deferral; nothing when there are none, or
/// when they fall on more than 20 hours and a span would say little.
std::optional<HourSpan> span_of_deferrals(const std::array<Tally, 24>& by_hour);

/// Contacts in the other hours: without any, a span says when we sent, not when we were refused.
std::uint64_t contacts_outside(const HourSpan& span, const std::array<Tally, 24>& by_hour);

/// The 24 hours drawn as a grid of refused, contacts and share, in rows of twelve or six hours
/// where the width does not hold twenty-four. Three states differ without color: no contact, none
/// refused, some to all refused.
std::string draw_hours(const std::array<Tally, 24>& by_hour, std::size_t width, bool ascii);

}  // namespace curfew::report
