#include "detect/window_days.h"

#include <algorithm>
#include <cstddef>

namespace curfew::detect {
namespace {

constexpr std::size_t saturday = 5;
constexpr std::ptrdiff_t enough = 5;

bool some_are_off(const Window& window) noexcept {
  return std::ranges::find(window.days, OnDay::no) != window.days.end();
}

bool is_weekend_untried(const Window& window) noexcept {
  return window.days[saturday] == OnDay::unknown && window.days[saturday + 1] == OnDay::unknown;
}

// Days hardly tried between days on which it was seen.
void fill_gaps(std::array<OnDay, 7>& days) noexcept {
  const std::size_t n = days.size();
  for (std::size_t first = 0; first < n; ++first) {
    if (days[first] != OnDay::yes) continue;
    std::size_t next = 1;
    while (next < n && days[(first + next) % n] == OnDay::unknown) ++next;
    if (days[(first + next) % n] != OnDay::yes) continue;
    for (std::size_t i = 1; i < next; ++i) days[(first + i) % n] = OnDay::yes;
  }
}

}  // namespace

bool leaves_out_untried(const Window& window) noexcept {
  if (some_are_off(window)) return false;
  const auto seen = std::ranges::count(window.days, OnDay::yes);
  return (seen == enough && is_weekend_untried(window)) || (seen != 0 && seen < enough);
}

std::array<bool, 7> days_held(const Window& window) noexcept {
  std::array<OnDay, 7> days = window.days;
  if (some_are_off(window)) {
    fill_gaps(days);
  } else if (!leaves_out_untried(window)) {
    days.fill(OnDay::yes);
  }
  std::array<bool, 7> held{};
  for (std::size_t i = 0; i < days.size(); ++i) held[i] = days[i] == OnDay::yes;
  return held;
}

}  // namespace curfew::detect
