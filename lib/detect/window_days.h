#pragma once

#include <array>

#include "curfew/finding.h"

namespace curfew::detect {

/// The days of the week, Monday first, that a daily window is said to hold on. A day hardly tried
/// is no exception between days on which it was seen, or where five others were; but of a weekend
/// that nobody tried, or of most of a week, nothing is said.
std::array<bool, 7> days_held(const Window& window) noexcept;

/// Whether days that are left out were hardly tried, and not seen to be open.
bool leaves_out_untried(const Window& window) noexcept;

}  // namespace curfew::detect
