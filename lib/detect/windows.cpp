#include "detect/windows.h"

#include <algorithm>
#include <cmath>

#include "detect/explained.h"

namespace curfew::detect {
namespace {

constexpr std::size_t most_windows = 3;
constexpr double split_cost = 2;
// What two windows reach at most, as they cost that much where they explain everything.
const double most_of_split = -2 * std::log(96.0 * 95.0) - split_cost;
constexpr long longest_silence = 20 * slots_in_hour;  // of hours that come every day
constexpr double alike_silences = 1.3;                // their sum, of the hours of all

double likelihood_of(const Unit& unit, const std::vector<bool>& applies) {
  const Counts inside = counts_of(unit, applies);
  return split(inside, unit.total - inside);
}

double cost_of(const std::vector<WindowFit>& fits) {
  double sum = 0;
  for (const WindowFit& fit : fits) sum += fit.cost;
  return sum;
}

Slot middle_of(const Unit& unit) {
  return slot_of(unit.contacts.first + (unit.contacts.last - unit.contacts.first) / 2);
}

Observations without(const Observations& observations, const Unit& unit,
                     const std::vector<bool>& applies) {
  Observations rest;
  std::size_t row = 0;
  for (const Observation& one : observations) {
    while (unit.rows[row].slot < one.slot) ++row;
    if (!applies[row]) rest.push_back(one);
  }
  return rest;
}

// A fit of each test's window on each clock.
std::vector<WindowFit> candidates(const Unit& unit, const Tests& tests,
                                  const std::vector<ClockClass>& clocks) {
  std::vector<WindowFit> fits;
  const Slot middle = middle_of(unit);
  for (const auto& [test, period] :
       {std::pair(&tests.day, slots_in_day), std::pair(&tests.week, slots_in_week)}) {
    if (test->length == 0) continue;
    for (const ClockClass& clock : clocks) {
      const long start = modulo(test->start + slots_east(clock.zone.copy(), middle), period);
      auto fit = fit_window(unit, clock, static_cast<int>(start), test->length, period, nullptr);
      if (fit) fits.push_back(std::move(*fit));
    }
  }
  return fits;
}

struct SplitFit {
  double value = 0;
  std::vector<WindowFit> fits;
};

std::vector<SplitFit> splits(const Unit& unit, const std::vector<WindowFit>& fits) {
  std::vector<SplitFit> found;
  for (const WindowFit& fit : fits) {
    if (!fit.daily()) continue;
    for (auto& two : {split_by_change(unit, fit), split_by_hole(unit, fit)}) {
      if (!two) continue;
      found.push_back(
          {.value = likelihood_of(unit, united(*two)) - cost_of(*two) - split_cost, .fits = *two});
    }
  }
  return found;
}

// What the windows leave over must pass the test by itself.
void add_more(const Unit& unit, Windows& windows) {
  while (windows.fits.size() < most_windows) {
    const std::vector<bool> applies = united(windows.fits);
    const RotationTest test = rotation_test(without(unit.first, unit, applies),
                                            without(unit.all, unit, applies), slots_in_day);
    if (test.ln_p > ln_worth_a_look) return;
    const ClockClass& clock = *windows.fits.front().clock;
    const long start =
        modulo(test.start + slots_east(clock.zone.copy(), middle_of(unit)), slots_in_day);
    std::vector<bool> rest = applies;
    rest.flip();
    auto fit = fit_window(unit, clock, static_cast<int>(start), test.length, slots_in_day, &rest);
    if (!fit) return;
    std::vector<bool> both = applies;
    for (std::size_t i = 0; i < both.size(); ++i) both[i] = both[i] || fit->applies[i];
    if (likelihood_of(unit, both) - likelihood_of(unit, applies) < fit->cost + 2) return;
    windows.fits.push_back(std::move(*fit));
  }
}

// Zones are compared with the splits in place.
std::vector<ClockFit> by_clock(const std::vector<WindowFit>& fits, int period,
                               const std::vector<SplitFit>& splits) {
  std::vector<ClockFit> found;
  for (const WindowFit& fit : fits) {
    if (fit.period != period) continue;
    ClockFit& one = found.emplace_back(
        ClockFit{.clock = fit.clock, .applies = fit.applies, .value = fit.value()});
    for (const SplitFit& split : splits) {
      if (split.fits.front().clock != fit.clock || split.value <= one.value) continue;
      one.value = split.value;
      one.applies = united(split.fits);
    }
  }
  return found;
}

// A time in which nothing was taken, from its first refusal to its last.
struct Silence {
  Slot first = 0;
  Slot last = 0;
  long length() const noexcept { return last - first + 1; }
};

std::vector<Silence> silences(const Unit& unit) {
  std::vector<Silence> found;
  bool open = false;
  for (const Row& row : unit.rows) {
    if (row.counts.all_refused() > 0) {
      if (!open) found.push_back({.first = row.slot, .last = row.slot});
      found.back().last = row.slot;
      open = true;
    }
    if (row.counts.all_accepted() > 0) open = false;
  }
  return found;
}

}  // namespace

Tests test(const Unit& unit) {
  Tests tests{.day = rotation_test(unit.first, unit.all, slots_in_day),
              .week = rotation_test(unit.first, unit.all, slots_in_week)};
  tests.ln_p = std::min(0.0, std::min(tests.day.ln_p, tests.week.ln_p) + std::log(2.0));
  return tests;
}

std::vector<bool> united(const std::vector<WindowFit>& fits) {
  std::vector<bool> applies = fits.front().applies;
  for (const WindowFit& fit : fits) {
    for (std::size_t i = 0; i < applies.size(); ++i) applies[i] = applies[i] || fit.applies[i];
  }
  return applies;
}

std::optional<Windows> find_windows(const Unit& unit, const Tests& tests,
                                    std::shared_ptr<const std::vector<ClockClass>> clocks) {
  std::vector<WindowFit> fits = candidates(unit, tests, *clocks);
  if (fits.empty()) return std::nullopt;
  const auto best = std::ranges::max_element(fits, {}, &WindowFit::value);
  const double top = best->value();
  // A split has to pay clearly: edges within a slot and changes of clocks are imitated by small
  // ones. Where one window explains nearly all, none can.
  const double least_of_split = top + 15 + 0.05 * (top - cell(unit.total));
  const std::vector<SplitFit> two =
      least_of_split < most_of_split ? splits(unit, fits) : std::vector<SplitFit>();
  Windows windows;
  windows.clocks = std::move(clocks);
  const auto best_split = std::ranges::max_element(two, {}, &SplitFit::value);
  if (best_split != two.end() && best_split->value > least_of_split) {
    windows.fits = best_split->fits;
    windows.by_clock = by_clock(fits, best->period, two);
  } else {
    windows.by_clock = by_clock(fits, best->period, {});
    windows.fits.push_back(*best);
  }
  add_more(unit, windows);
  windows.applies = united(windows.fits);
  windows.cost = cost_of(windows.fits);
  return windows;
}

std::optional<Windows> hours_of_silences(const Unit& unit,
                                         std::shared_ptr<const std::vector<ClockClass>> clocks) {
  const std::vector<Silence> found = silences(unit);
  if (found.size() < 2) return std::nullopt;
  const Silence longest = *std::ranges::max_element(found, {}, &Silence::length);
  if (longest.length() > longest_silence) return std::nullopt;
  // The hours of all, each moved by whole days next to the longest.
  const long middle = longest.first + longest.length() / 2;
  long from = longest.first;
  long to = longest.first + longest.length();
  long silent = 0;
  for (const Silence& one : found) {
    const long away = one.first + one.length() / 2 - middle + slots_in_day / 2;
    const long start = one.first - floor_div(away, slots_in_day) * slots_in_day;
    from = std::min(from, start);
    to = std::max(to, start + one.length());
    silent += one.length();
  }
  if (static_cast<double>(silent) < alike_silences * static_cast<double>(to - from)) {
    return std::nullopt;
  }
  const ClockClass& clock = clocks->front();
  const long start = modulo(from + slots_east(clock.zone.copy(), longest.first), slots_in_day);
  auto fit = fit_window(unit, clock, static_cast<int>(start), static_cast<int>(to - from),
                        slots_in_day, nullptr);
  if (!fit) return std::nullopt;
  Windows windows;
  windows.clocks = std::move(clocks);
  windows.by_clock = by_clock({*fit}, slots_in_day, {});
  windows.applies = fit->applies;
  windows.cost = fit->cost;
  windows.fits.push_back(std::move(*fit));
  return windows;
}

}  // namespace curfew::detect
