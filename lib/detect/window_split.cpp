#include <algorithm>
#include <cmath>

#include "detect/circular.h"
#include "detect/explained.h"
#include "detect/gates.h"
#include "detect/windows.h"

namespace curfew::detect {
namespace {

constexpr std::size_t least_days = 8;
const double ln_daily_windows = std::log(96.0 * 95.0);

std::vector<bool> negated(std::vector<bool> marked) {
  marked.flip();
  return marked;
}

// For each day, on the clock, what each slot says for a window.
struct DayScores {
  long first_day = 0;
  std::vector<std::vector<double>> days;
};

DayScores scores_by_day(const Unit& unit, const std::vector<long>& slots, const Gain& gain) {
  DayScores scores;
  scores.first_day = floor_div(slots.front(), slots_in_day);
  const long last = floor_div(slots.back(), slots_in_day);
  scores.days.assign(static_cast<std::size_t>(last - scores.first_day + 1),
                     std::vector<double>(slots_in_day));
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const long day = floor_div(slots[i], slots_in_day);
    scores.days[static_cast<std::size_t>(day - scores.first_day)]
               [static_cast<std::size_t>(slots[i] - day * slots_in_day)] +=
        gain.of(unit.rows[i].counts);
  }
  return scores;
}

struct Change {
  double gain{};
  std::size_t day = 0;
  CircularRun before;
  CircularRun after;
};

// The day on which two windows, one before and one after, gain most over one for all days.
Change best_change(const DayScores& scores) {
  std::vector<double> after(slots_in_day);
  for (const auto& day : scores.days) {
    std::ranges::transform(after, day, after.begin(), std::plus<>());
  }
  const double one = best_circular_run(after).sum;
  std::vector<double> before(slots_in_day);
  Change best;
  for (std::size_t k = 1; k + 3 < scores.days.size(); ++k) {
    std::ranges::transform(before, scores.days[k - 1], before.begin(), std::plus<>());
    std::ranges::transform(after, scores.days[k - 1], after.begin(), std::minus<>());
    if (k < 3) continue;
    const CircularRun left = best_circular_run(before);
    const CircularRun right = best_circular_run(after);
    const double gain = left.sum + right.sum - one;
    if (left.sum <= 0 || right.sum <= 0 || gain <= best.gain) continue;
    best = {.gain = gain, .day = k, .before = left, .after = right};
  }
  return best;
}

Gain gain_for_change(const Unit& unit, const WindowFit& fit) {
  const Counts inside = counts_of(unit, fit.applies);
  InsideOutside rates = rates_of(inside, unit.total - inside);
  for (const std::size_t s : strata) {
    rates.inside[s] = std::max(rates.inside[s], 0.5);
    rates.outside[s] = std::min(rates.outside[s], 0.3);
  }
  return Gain(rates);
}

// The phases [from, to) of a window in which it is quiet.
struct Hole {
  double gain{};
  std::size_t from = 0;
  std::size_t to = 0;
  Counts counts;
};

Hole best_hole(const std::vector<Counts>& by_phase, const Counts& outside) {
  std::vector<Counts> sums(by_phase.size() + 1);
  for (std::size_t i = 0; i < by_phase.size(); ++i) sums[i + 1] = sums[i] + by_phase[i];
  const Counts& inside = sums.back();
  const double whole = cell(inside) + cell(outside);
  Hole best;
  for (std::size_t from = 1; from + 1 < by_phase.size(); ++from) {
    for (std::size_t to = from + 1; to < by_phase.size(); ++to) {
      const Counts hole = sums[to] - sums[from];
      // What is refused as often as the rest is no hole.
      if (hole.rate() >= inside.rate()) continue;
      const double gain = cell(inside - hole) + cell(outside + hole) - whole;
      if (gain > best.gain) best = {.gain = gain, .from = from, .to = to, .counts = hole};
    }
  }
  return best;
}

std::vector<Counts> counts_by_phase(const Unit& unit, const WindowFit& fit,
                                    const std::vector<long>& slots) {
  std::vector<Counts> by_phase(static_cast<std::size_t>(fit.length));
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (!fit.applies[i]) continue;
    by_phase[static_cast<std::size_t>(modulo(slots[i] - fit.start, fit.period))] +=
        unit.rows[i].counts;
  }
  return by_phase;
}

std::vector<bool> in_window(const std::vector<long>& slots, int start, int length) {
  std::vector<bool> in(slots.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    in[i] = modulo(slots[i] - start, slots_in_day) < length;
  }
  return in;
}

}  // namespace

std::optional<std::vector<WindowFit>> split_by_change(const Unit& unit, const WindowFit& fit) {
  const std::vector<long> slots = local_slots(unit, *fit.clock);
  const DayScores scores = scores_by_day(unit, slots, gain_for_change(unit, fit));
  if (scores.days.size() < least_days) return std::nullopt;
  const Change change = best_change(scores);
  const double days = std::log(static_cast<double>(scores.days.size()));
  if (change.day == 0 || change.gain < days + ln_daily_windows + 10) return std::nullopt;
  std::vector<bool> before(slots.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    before[i] =
        floor_div(slots[i], slots_in_day) < scores.first_day + static_cast<long>(change.day);
  }
  const std::vector<bool> after = negated(before);
  auto left = fit_window(unit, *fit.clock, change.before.start, change.before.length, slots_in_day,
                         &before);
  auto right =
      fit_window(unit, *fit.clock, change.after.start, change.after.length, slots_in_day, &after);
  if (!left || !right || left->occurrences_refused() < least_occurrences ||
      right->occurrences_refused() < least_occurrences) {
    return std::nullopt;
  }
  left->end_known = true;
  right->onset_known = true;
  right->onset_told = true;
  return std::vector<WindowFit>{std::move(*left), std::move(*right)};
}

std::optional<std::vector<WindowFit>> split_by_hole(const Unit& unit, const WindowFit& fit) {
  if (!fit.daily() || fit.length < 3) return std::nullopt;
  const std::vector<long> slots = local_slots(unit, *fit.clock);
  const Counts inside = counts_of(unit, fit.applies);
  const Hole hole = best_hole(counts_by_phase(unit, fit, slots), unit.total - inside);
  if (hole.gain < ln_daily_windows + 2 ||
      hole.counts.rate() > 0.5 * (inside - hole.counts).rate()) {
    return std::nullopt;
  }
  const int second = static_cast<int>(modulo(fit.start + static_cast<long>(hole.to), slots_in_day));
  const int second_length = fit.length - static_cast<int>(hole.to);
  const std::vector<bool> not_second = negated(in_window(slots, second, second_length));
  auto left = fit_window(unit, *fit.clock, fit.start, static_cast<int>(hole.from), slots_in_day,
                         &not_second);
  if (!left) return std::nullopt;
  const std::vector<bool> not_first = negated(left->applies);
  auto right = fit_window(unit, *fit.clock, second, second_length, slots_in_day, &not_first);
  if (!right) return std::nullopt;
  return std::vector<WindowFit>{std::move(*left), std::move(*right)};
}

}  // namespace curfew::detect
