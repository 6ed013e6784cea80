#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "curfew/finding.h"
#include "detect/explained.h"
#include "detect/gates.h"
#include "detect/unit.h"
#include "detect/windows.h"

namespace curfew::detect {

struct Verdict {
  FindingKind kind = FindingKind::insufficient;
  std::vector<FindingKind> candidates;  // ambiguous, insufficient
  std::size_t rival = 0;                // of the analysis: the one that wins; 0: none
};

/// Everything known of a unit.
struct Analysis {
  Tests tests;
  std::vector<Explained> rivals;  // noise first
  std::optional<Windows> windows;
  double window_likelihood = 0;  // outages outside the windows included
  double window_cost = 0;
  std::size_t also_outages = 0;
  Gates gates;
  Verdict verdict;

  double noise() const noexcept { return rivals.front().value(); }
  double score(const Explained& rival) const noexcept { return rival.value() - noise(); }
  double window_score() const noexcept {
    return windows ? window_likelihood - window_cost - noise() : -HUGE_VAL;
  }
  /// What the best of all explanations reaches, in nats; noise among them.
  double best_value() const noexcept;
};

using Clocks = std::shared_ptr<const std::vector<ClockClass>>;

struct Limits {
  double ln_chance = ln_worth_a_look;
};

/// All explanations but the daily quota, when the tests are made. `clocks` gives the zones' classes
/// of a span; asked only where there is a pattern worth it.
void explain(const Unit& unit, const std::function<Clocks(Instant, Instant)>& clocks,
             Analysis& analysis);

/// The daily quota too, and the verdict.
void judge(const Unit& unit, const Limits& limits, Analysis& analysis);

/// The verdict; `significant`: the test, and what else was asked of it.
Verdict decide(const Unit& unit, const Analysis& analysis, const Limits& limits);

}  // namespace curfew::detect
