#include "detect/rotation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numbers>

#include "detect/counts.h"

namespace curfew::detect {
namespace {

constexpr int grid = 4;  // windows begin and end at full hours
constexpr std::size_t windows_tried = 3;
constexpr int most_bins = slots_in_week / grid;
constexpr double rounding_slack = 1e-6;  // nats; far more than rounding

// n ln n and ln n!, looked up: the scan asks for them a hundred thousand times. Shared by all
// threads; a table for each would have to be taken down by the C library, which ends the program
// where it has no memory to remember that.
class LogTable {
 public:
  static const LogTable& shared() {
    static const LogTable table;
    return table;
  }

  double n_log_n(int n) const noexcept {
    return n < size ? n_log_n_[static_cast<std::size_t>(n)] : n * std::log(n);
  }
  double factorial(int n) const noexcept {
    if (n < size) return factorial_[static_cast<std::size_t>(n)];
    // Stirling's series: what is left out is below the last digit from here on.
    return n * std::log(n) - n + std::log(2 * std::numbers::pi * n) / 2 + 1 / (12.0 * n);
  }

 private:
  static constexpr int size = 8192;

  LogTable() {
    for (int n = 1; n < size; ++n) {
      const auto i = static_cast<std::size_t>(n);
      n_log_n_[i] = n * std::log(n);
      factorial_[i] = factorial_[i - 1] + std::log(n);
    }
  }

  std::array<double, size> n_log_n_{};
  std::array<double, size> factorial_{};
};

double log_choose(const LogTable& log, int n, int k) {
  return log.factorial(n) - log.factorial(k) - log.factorial(n - k);
}

// What n trials of which k succeeded gain by a rate of their own.
class SplitEntropy {
 public:
  double operator()(int k, int n) const noexcept {
    return log_.n_log_n(k) + log_.n_log_n(n - k) - log_.n_log_n(n);
  }

 private:
  const LogTable& log_ = LogTable::shared();
};

// A day that had both kinds, inside the window and outside.
struct DayWindow {
  std::size_t begin = 0;  // of the day's observations
  std::size_t end = 0;
  std::size_t inside_begin = 0;  // of those inside the window, counted within the day
  std::size_t inside_end = 0;

  std::size_t size() const noexcept { return end - begin; }
};

// Days are cut in the middle of what is not the window, so that no occurrence is torn apart.
void find_days(const Observations& observations, int start, int length, int period,
               std::vector<DayWindow>& days) {
  const int cut = start + length + (period - length) / 2;
  const long inside_from = modulo(start - cut, period);
  const long inside_to = inside_from + length;
  days.clear();
  for (std::size_t begin = 0, end = 0; begin < observations.size(); begin = end) {
    const long number = floor_div(observations[begin].slot - cut, period);
    DayWindow day{.begin = begin};
    std::size_t refused = 0;
    for (; end < observations.size(); ++end) {
      const long phase = observations[end].slot - cut - number * period;
      if (phase >= period) break;
      refused += observations[end].refused ? 1U : 0U;
      day.inside_begin += phase < inside_from ? 1U : 0U;
      day.inside_end += phase < inside_to ? 1U : 0U;
    }
    day.end = end;
    const std::size_t inside = day.inside_end - day.inside_begin;
    if (refused == 0 || refused == day.size() || inside == 0 || inside == day.size()) continue;
    days.push_back(day);
  }
}

// Gives the refusals inside the window after each rotation, the first as it was.
template <class Take>
void rotate(const Observations& observations, const DayWindow& day, Take take) {
  const std::size_t size = day.size();
  const auto state = [&](std::size_t i) { return observations[day.begin + i].refused ? 1 : 0; };
  int sum = 0;
  for (std::size_t i = day.inside_begin; i < day.inside_end; ++i) sum += state(i);
  std::size_t leaves = day.inside_begin;
  std::size_t enters = day.inside_end == size ? 0 : day.inside_end;
  for (std::size_t r = 0; r < size; ++r) {
    take(sum);
    sum += state(enters) - state(leaves);
    if (++enters == size) enters = 0;
    if (++leaves == size) leaves = 0;
  }
}

// Whether the chance of the days surely is above `limit`: on each day some rotations have at least
// as many inside, and no bound over all days is below the product of their shares.
bool is_likelier(const Observations& observations, const std::vector<DayWindow>& days,
                 double ln_limit) {
  const double limit = std::max(std::exp(ln_limit + rounding_slack), 1e-300);
  double product = 1;
  for (const DayWindow& day : days) {
    int as_it_was = -1;
    int as_many = 0;
    rotate(observations, day, [&](int sum) {
      if (as_it_was < 0) as_it_was = sum;
      as_many += sum >= as_it_was ? 1 : 0;
    });
    product *= as_many / static_cast<double>(day.size());
    if (product <= limit) return false;
  }
  return true;
}

// For one day: how many refusals lie inside the window, after each rotation, below the best one.
struct Block {
  int size = 0;
  int below = 0;  // as it was
  std::size_t rotations =
      0;  // where its numbers begin: [d]: rotations that have d fewer than the best
  std::size_t deepest = 0;  // how many numbers
};

struct Blocks {
  std::vector<Block> blocks;
  std::vector<int> rotations_below;
};

Blocks blocks_of(const Observations& observations, const std::vector<DayWindow>& days) {
  Blocks all;
  all.blocks.reserve(days.size());
  std::vector<int> sums;
  for (const DayWindow& day : days) {
    sums.clear();
    rotate(observations, day, [&](int sum) { sums.push_back(sum); });
    const auto [least, best] = std::ranges::minmax(sums);
    const Block& block =
        all.blocks.emplace_back(Block{.size = static_cast<int>(sums.size()),
                                      .below = best - sums[0],
                                      .rotations = all.rotations_below.size(),
                                      .deepest = static_cast<std::size_t>(best - least) + 1});
    all.rotations_below.resize(block.rotations + block.deepest);
    for (const int sum : sums) {
      ++all.rotations_below[block.rotations + static_cast<std::size_t>(best - sum)];
    }
  }
  return all;
}

// A convex function's value and slope at some place.
struct Tangent {
  double at = 0;
  double value = 0;
  double slope = 0;
};

// The least a convex function can be between two places where it falls and rises.
double least_between(const Tangent& low, const Tangent& high) noexcept {
  if (high.slope <= 0) return high.value;
  const double meet = (high.value - high.slope * high.at - low.value + low.slope * low.at) /
                      (low.slope - high.slope);
  return low.value + low.slope * (meet - low.at);
}

// ln of the mean over rotations of exp(lambda * (sum - best)), summed over the days; relative to
// each day's best rotation, so that nothing overflows.
class ChernoffBound {
 public:
  explicit ChernoffBound(const Blocks& blocks) : blocks_(blocks) {
    std::size_t deepest = 0;
    for (const Block& block : blocks.blocks) {
      observed_ -= block.below;
      deepest = std::max(deepest, block.deepest);
      for (std::size_t d = 0; d < block.deepest; ++d) {
        expected_ -=
            static_cast<double>(d) * blocks.rotations_below[block.rotations + d] / block.size;
      }
    }
    powers_.resize(deepest);
  }

  bool as_expected() const noexcept { return observed_ <= expected_ + 1e-9; }
  Tangent at_zero() const noexcept { return {.slope = expected_ - observed_}; }
  Tangent at(double lambda) {
    for (std::size_t d = 0; d < powers_.size(); ++d) {
      powers_[d] = std::exp(-lambda * static_cast<double>(d));
    }
    Tangent tangent{.at = lambda, .value = -lambda * observed_, .slope = -observed_};
    for (const Block& block : blocks_.blocks) {
      const int* rotations_below = blocks_.rotations_below.data() + block.rotations;
      double sum = 0;
      double weighted = 0;
      for (std::size_t d = 0; d < block.deepest; ++d) {
        const double term = rotations_below[d] * powers_[d];
        sum += term;
        weighted -= static_cast<double>(d) * term;
      }
      tangent.value += std::log(sum / block.size);
      tangent.slope += weighted / sum;
    }
    return tangent;
  }

 private:
  const Blocks& blocks_;
  std::vector<double> powers_;
  double observed_ = 0;
  double expected_ = 0;
};

// The bound; or 0 as soon as it is surely not below `ln_limit`.
double ln_chance(const Blocks& blocks, double ln_limit) {
  ChernoffBound bound(blocks);
  if (blocks.blocks.empty() || bound.as_expected()) return 0;
  Tangent low = bound.at_zero();
  Tangent high = bound.at(1);
  while (high.at < 64 && high.slope < 0) {
    low = high;
    high = bound.at(2 * high.at);
  }
  for (int i = 0; high.at < 64 && i < 24; ++i) {  // convex: bisection on the slope
    if (least_between(low, high) >= ln_limit + rounding_slack) return 0;
    const Tangent middle = bound.at((low.at + high.at) / 2);
    (middle.slope < 0 ? low : high) = middle;
  }
  return std::min(0.0, high.value);
}

double ln_windows(int bins) {
  return std::log(static_cast<double>(bins) * (bins - 1));
}

struct Ranked {
  double gain = 0;
  int start = 0;
  int length = 0;
};

// Refusals and observations by hour of the period, of the days that had both kinds; as running
// sums over two periods.
struct HourSums {
  std::array<int, 2 * most_bins + 1> refused{};
  std::array<int, 2 * most_bins + 1> seen{};
  int days = 0;
};

HourSums sums_by_hour(const Observations& observations, int period) {
  const auto bins = static_cast<std::size_t>(period / grid);
  HourSums sums;
  for (std::size_t begin = 0, end = 0; begin < observations.size(); begin = end) {
    const long number = floor_div(observations[begin].slot, period);
    std::size_t refused = 0;
    for (end = begin; end < observations.size(); ++end) {
      if (observations[end].slot - number * period >= period) break;
      refused += observations[end].refused ? 1U : 0U;
    }
    if (refused == 0 || refused == end - begin) continue;
    ++sums.days;
    for (std::size_t i = begin; i < end; ++i) {
      const auto bin = static_cast<std::size_t>((observations[i].slot - number * period) / grid);
      ++sums.seen[bin + 1];
      sums.refused[bin + 1] += observations[i].refused ? 1 : 0;
    }
  }
  for (auto* one : {&sums.refused, &sums.seen}) {
    for (std::size_t i = 1; i <= bins; ++i) (*one)[bins + i] = (*one)[i];
    for (std::size_t i = 1; i <= 2 * bins; ++i) (*one)[i] += (*one)[i - 1];
  }
  return sums;
}

// Windows whose first and last hour hold a refusal, and what they gain over one rate for all.
std::vector<Ranked> gaining_windows(const HourSums& sums, int bins) {
  const int refused = sums.refused[static_cast<std::size_t>(bins)];
  const int seen = sums.seen[static_cast<std::size_t>(bins)];
  const SplitEntropy entropy;
  const double one_rate = entropy(refused, seen);
  std::vector<int> hours;
  for (int hour = 0; hour < bins; ++hour) {
    const auto i = static_cast<std::size_t>(hour);
    if (sums.refused[i + 1] > sums.refused[i]) hours.push_back(hour);
  }
  std::vector<Ranked> windows;
  windows.reserve(hours.size() * hours.size());
  for (const int start : hours) {
    const auto from = static_cast<std::size_t>(start);
    for (const int last : hours) {
      const int length = last - start + 1 + (last < start ? bins : 0);
      if (length >= bins) continue;
      const std::size_t to = from + static_cast<std::size_t>(length);
      const int k = sums.refused[to] - sums.refused[from];
      const int n = sums.seen[to] - sums.seen[from];
      const int rest = seen - n;
      if (rest == 0 || std::int64_t{k} * rest <= std::int64_t{refused - k} * n) continue;
      const double gain = entropy(k, n) + entropy(refused - k, rest) - one_rate;
      if (gain > 0) windows.push_back({.gain = gain, .start = start, .length = length});
    }
  }
  return windows;
}

bool is_better(const Ranked& a, const Ranked& b) noexcept {
  if (a.gain != b.gain) return a.gain > b.gain;
  return a.start != b.start ? a.start < b.start : a.length < b.length;
}

bool is_neighbor(const Ranked& a, const Ranked& b, int bins) {
  const long longer = std::abs(a.length - b.length);
  if (longer > 1) return false;  // most are: to divide takes long
  const long apart = std::min(modulo(a.start - b.start, bins), modulo(b.start - a.start, bins));
  return apart + longer <= 1;
}

// Takes the best out of the windows, and its neighbors.
Ranked take_best(std::vector<Ranked>& windows, int bins) {
  const Ranked best = *std::ranges::min_element(windows, is_better);
  std::erase_if(windows, [&](const Ranked& other) { return is_neighbor(best, other, bins); });
  return best;
}

// Those less than a period away from a refusal, which are all that share a day with one, wherever
// days are cut.
Observations near_refusals(const Observations& observations, const std::vector<Slot>& refused,
                           int period) {
  Observations near;
  auto next = observations.begin();
  for (const Slot slot : refused) {
    next = std::ranges::lower_bound(next, observations.end(), slot - period + 1, {},
                                    &Observation::slot);
    for (; next != observations.end() && next->slot < slot + period; ++next) near.push_back(*next);
  }
  return near;
}

// Whether no window can be rare enough to pay for all that are tried. A day that tells has a
// refusal and an acceptance, and is one of as many rotations as it has observations.
bool is_hopeless(const Observations& observations, long refused, int period) {
  const auto size = static_cast<long>(observations.size());
  const long span = observations.back().slot - observations.front().slot;
  const long most_days = std::min({refused, size - refused, span / period + 2});
  if (most_days <= 0) return true;
  const auto n = static_cast<double>(size);
  const double days = std::min(static_cast<double>(most_days), n / std::numbers::e);
  return days * std::log(n / days) <= ln_windows(period / grid) - rounding_slack;
}

// ln of the hypergeometric tail: that many first attempts refused inside, were they independent.
double ln_independent(const Observations& first, int start, int length, int period) {
  int refused = 0;
  int inside = 0;
  int refused_inside = 0;
  for (const Observation& one : first) {
    const bool in = modulo(one.slot - start, period) < length;
    refused += one.refused ? 1 : 0;
    inside += in ? 1 : 0;
    refused_inside += in && one.refused ? 1 : 0;
  }
  const int seen = static_cast<int>(first.size());
  const int outside = seen - inside;
  if (inside == 0 || outside == 0 ||
      std::int64_t{refused_inside} * outside <= std::int64_t{refused - refused_inside} * inside) {
    return 0;
  }
  const LogTable& log = LogTable::shared();
  std::vector<double> terms;
  for (int k = refused_inside; k <= std::min(refused, inside); ++k) {
    terms.push_back(log_choose(log, inside, k) + log_choose(log, outside, refused - k) -
                    log_choose(log, seen, refused));
  }
  const double largest = *std::ranges::max_element(terms);
  double sum = 0;
  for (const double term : terms) sum += std::exp(term - largest);
  return std::min(0.0, largest + std::log(sum));
}

}  // namespace

ScannedWindow scan(const Observations& all, int period) {
  ScannedWindow best;
  const int bins = period / grid;
  if (all.size() < 4) return best;
  std::vector<Slot> refused;
  for (const Observation& one : all) {
    if (one.refused) refused.push_back(one.slot);
  }
  if (is_hopeless(all, static_cast<long>(refused.size()), period)) return best;
  const Observations observations = near_refusals(all, refused, period);
  const HourSums sums = sums_by_hour(observations, period);
  if (sums.days < 2) return best;
  std::vector<Ranked> windows = gaining_windows(sums, bins);
  std::vector<DayWindow> days;
  for (std::size_t tried = 0; tried < windows_tried && !windows.empty(); ++tried) {
    const Ranked window = take_best(windows, bins);
    find_days(observations, window.start * grid, window.length * grid, period, days);
    const double ln_limit = best.ln_p - ln_windows(bins);
    if (is_likelier(observations, days, ln_limit)) continue;
    const double ln_p = ln_chance(blocks_of(observations, days), ln_limit) + ln_windows(bins);
    if (ln_p < best.ln_p) {
      best = {.ln_p = ln_p,
              .start = window.start * grid,
              .length = window.length * grid,
              .blocks = static_cast<int>(days.size())};
    }
  }
  return best;
}

RotationTest rotation_test(const Observations& first, const Observations& all, int period) {
  const ScannedWindow by_first = scan(first, period);
  const ScannedWindow by_all = scan(all, period);
  RotationTest test{.ln_p_first = by_first.ln_p, .ln_p_all = by_all.ln_p};
  // Retries exist only because something was refused: that they keep to the clock counts only as
  // far as the first attempts inside their window agree.
  if (by_all.length != 0) {
    test.ln_p_independent =
        std::min(0.0, ln_independent(first, by_all.start, by_all.length, period) +
                          ln_windows(period / grid));
  }
  const double guarded = std::max(by_all.ln_p, test.ln_p_independent);
  test.by_first = by_first.ln_p <= guarded;
  const ScannedWindow& best = test.by_first ? by_first : by_all;
  test.start = best.start;
  test.length = best.length;
  test.blocks = best.blocks;
  test.ln_p = std::min(0.0, std::min(by_first.ln_p, guarded) + std::log(2.0));
  return test;
}

}  // namespace curfew::detect
