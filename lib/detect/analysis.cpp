#include "detect/analysis.h"

#include <algorithm>
#include <cmath>

#include "detect/episodes.h"
#include "detect/kinds.h"
#include "detect/nature.h"

namespace curfew::detect {
namespace {

constexpr double outages_gain = 5;

// A window, and outages beside it where these gain clearly.
void explain_by_windows(const Unit& unit, Analysis& analysis) {
  const Windows& windows = *analysis.windows;
  const Counts inside = counts_of(unit, windows.applies);
  const double cost = 4 * cost_of_rate(unit.total) + windows.cost;
  analysis.window_likelihood = split(inside, unit.total - inside);
  analysis.window_cost = cost;
  analysis.gates = gates_of(unit, windows);
  const std::vector<bool> bad = bad_times(unit, &windows.applies);
  const std::size_t spans = runs(bad).size();
  if (spans == 0) return;
  const Counts applies = inside + counts_of(unit, bad);
  const double likelihood = split(applies, unit.total - applies);
  const double outages_cost = 2 * static_cast<double>(spans) *
                              std::log(std::max(static_cast<double>(unit.rows.size()), 2.0));
  if (likelihood - outages_cost <= analysis.window_likelihood + outages_gain) return;
  analysis.window_likelihood = likelihood;
  analysis.window_cost = cost + outages_cost;
  analysis.also_outages = spans;
}

Clocks steady_clock_only() {
  static const Clocks steady = std::make_shared<const std::vector<ClockClass>>(1, steady_class());
  return steady;
}

bool says_nothing(const Verdict& verdict) noexcept {
  return verdict.kind == FindingKind::noise ||
         (verdict.kind == FindingKind::insufficient && verdict.candidates.empty());
}

}  // namespace

double Analysis::best_value() const noexcept {
  double best = noise();
  for (const Explained& rival : rivals) best = std::max(best, rival.value());
  if (windows) best = std::max(best, window_likelihood - window_cost);
  return best;
}

void explain(const Unit& unit, const std::function<Clocks(Instant, Instant)>& clocks,
             Analysis& analysis) {
  analysis.rivals = rivals(unit);
  const bool worth_zones = analysis.tests.ln_p <= ln_worth_a_look;
  analysis.windows = find_windows(
      unit, analysis.tests,
      worth_zones ? clocks(unit.contacts.first, unit.contacts.last) : steady_clock_only());
  if (analysis.windows) explain_by_windows(unit, analysis);
}

void judge(const Unit& unit, const Limits& limits, Analysis& analysis) {
  if (std::optional<Explained> always = always_refused(unit)) {
    std::erase_if(analysis.rivals,
                  [&](const Explained& one) { return one.model == always->model; });
    analysis.verdict = {
        .kind = traits(always->model).kind, .candidates = {}, .rival = analysis.rivals.size()};
    analysis.rivals.push_back(std::move(*always));
    return;
  }
  if (!is_unreachable(unit) && !unit.traits.about_mailbox) add_quota_day(unit, analysis.rivals);
  analysis.verdict = decide(unit, analysis, limits);
  if (analysis.windows || !says_nothing(analysis.verdict)) return;
  analysis.windows = hours_of_silences(unit, steady_clock_only());
  if (!analysis.windows) return;
  explain_by_windows(unit, analysis);
  analysis.verdict = decide(unit, analysis, limits);
  if (!says_nothing(analysis.verdict)) return;
  analysis.windows.reset();
  analysis.gates = {};
}

}  // namespace curfew::detect
