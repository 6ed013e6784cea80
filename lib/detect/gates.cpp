#include "detect/gates.h"

#include <algorithm>
#include <cmath>

namespace curfew::detect {
namespace {

constexpr double least_difference = 0.25;
constexpr double least_ratio = 3;
constexpr double clear_rate = 0.9;
constexpr double least_messages = 3;

StratumRates stratum(const Unit& unit, const std::vector<bool>& applies, std::size_t s) {
  StratumRates rates;
  for (std::size_t i = 0; i < unit.rows.size(); ++i) {
    const Counts& counts = unit.rows[i].counts;
    if (counts.of(s) <= 0) continue;
    const double share = counts.refused[s] / counts.of(s);
    (applies[i] ? rates.inside : rates.outside) += share;
    ++(applies[i] ? rates.inside_slots : rates.outside_slots);
  }
  if (rates.inside_slots != 0) rates.inside /= static_cast<double>(rates.inside_slots);
  if (rates.outside_slots != 0) rates.outside /= static_cast<double>(rates.outside_slots);
  return rates;
}

// A window lets through what we happen to send, an exhausted quota always as much: most of six or
// more full cycles with refusals within 3 % of their median.
bool is_capped(const Unit& unit, const WindowFit& fit) {
  const std::vector<long> slots = local_slots(unit, *fit.clock);
  std::vector<Counts> cycles(fit.occurrences.size());
  const auto last = static_cast<long>(cycles.size()) - 1;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const long cycle = floor_div(slots[i] - fit.start, fit.period) - fit.first_occurrence;
    cycles[static_cast<std::size_t>(std::clamp(cycle, 0L, last))] += unit.rows[i].counts;
  }
  std::vector<double> accepted;
  for (std::size_t c = 1; c + 1 < cycles.size(); ++c) {
    if (fit.active[c] && cycles[c].all_refused() > 0) accepted.push_back(cycles[c].all_accepted());
  }
  if (accepted.size() < 6) return false;
  std::ranges::sort(accepted);
  const double median = accepted[accepted.size() / 2];
  const auto alike = std::ranges::count_if(
      accepted, [&](double count) { return std::fabs(count - median) <= 0.03 * median; });
  return median >= 5 && static_cast<double>(alike) >= 0.6 * static_cast<double>(accepted.size());
}

}  // namespace

bool StratumRates::strong() const noexcept {
  return inside - outside >= least_difference && inside >= least_ratio * outside;
}

Gates gates_of(const Unit& unit, const Windows& windows) {
  Gates gates;
  for (const std::size_t s : strata) gates.strata[s] = stratum(unit, windows.applies, s);
  for (const WindowFit& fit : windows.fits) {
    gates.occurrences += fit.occurrences_refused();
    gates.capped = gates.capped || is_capped(unit, fit);
  }
  gates.messages = counts_of(unit, windows.applies).refused[0];
  const StratumRates& first = gates.strata[0];
  const StratumRates& retry = gates.strata[1];
  gates.weak = first.known() && !first.strong() && first.inside > first.outside;
  const bool strong = first.known() ? first.strong() : retry.known() && retry.strong();
  // Retries are not told from first attempts: then only what leaves no doubt counts.
  const bool clear =
      !unit.arrivals_unknown || (first.inside >= clear_rate && first.outside <= 1 - clear_rate &&
                                 gates.occurrences > least_occurrences);
  gates.passed =
      strong && clear && gates.occurrences >= least_occurrences && gates.messages >= least_messages;
  return gates;
}

}  // namespace curfew::detect
