#pragma once

#include <optional>

#include "detect/unit.h"
#include "detect/windows.h"

namespace curfew::detect {

/// Of a window: times that it was met, before it is believed.
inline constexpr int least_occurrences = 3;

/// Rates of first attempts and retries, a slot counting once.
struct StratumRates {
  double inside = 0;
  double outside = 0;
  std::size_t inside_slots = 0;
  std::size_t outside_slots = 0;

  bool known() const noexcept { return inside_slots >= 3 && outside_slots >= 3; }
  bool strong() const noexcept;
};

/// The test says "not chance"; the gates say "strong enough, and of the host, not of messages".
struct Gates {
  std::array<StratumRates, 2> strata;  // first attempts, retries
  int occurrences = 0;                 // with refusals
  double messages = 0;                 // refused inside at their first attempt
  bool weak = false;                   // a difference, too small for a rule
  bool capped = false;                 // as many acceptances in each cycle: rather a quota
  bool passed = false;
};

Gates gates_of(const Unit& unit, const Windows& windows);

}  // namespace curfew::detect
