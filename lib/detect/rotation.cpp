#include "detect/rotation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "detect/counts.h"

namespace curfew::detect {
namespace {

constexpr int grid = 4;  // windows begin and end at full hours
constexpr std::size_t windows_tried = 3;
constexpr std::size_t windows_ranked = 180;

double log_factorial(int n) {
  static thread_local std::vector<double> table{0.0};
  while (table.size() <= static_cast<std::size_t>(n)) {
    table.push_back(table.back() + std::log(static_cast<double>(table.size())));
  }
  return table[static_cast<std::size_t>(n)];
}

double log_choose(int n, int k) {
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

// n ln n, looked up: the scan asks for it a hundred thousand times.
class EntropyTable {
 public:
  explicit EntropyTable(int most) : values_(static_cast<std::size_t>(most) + 1) {
    for (std::size_t i = 1; i < values_.size(); ++i) {
      values_[i] = static_cast<double>(i) * std::log(static_cast<double>(i));
    }
  }
  double operator()(int k, int n) const noexcept { return at(k) + at(n - k) - at(n); }

 private:
  double at(int i) const noexcept { return values_[static_cast<std::size_t>(i)]; }
  std::vector<double> values_;
};

// For one day: how many refusals lie inside the window, after each rotation, below the best one.
struct Block {
  int size = 0;
  int below = 0;                     // as it was
  std::vector<int> rotations_below;  // [d]: rotations that have d fewer than the best
};

struct DayWindow {
  std::size_t begin = 0;  // of the day's observations
  std::size_t end = 0;
  std::size_t inside_begin = 0;  // of those inside the window, counted within the day
  std::size_t inside_end = 0;
};

std::vector<int> rotated_sums(const Observations& observations, const DayWindow& day) {
  const std::size_t size = day.end - day.begin;
  const auto state = [&](std::size_t i) {
    return observations[day.begin + i % size].refused ? 1 : 0;
  };
  int sum = 0;
  for (std::size_t i = day.inside_begin; i < day.inside_end; ++i) sum += state(i);
  std::vector<int> sums(size);
  for (std::size_t r = 0; r < size; ++r) {
    sums[r] = sum;
    sum += state(day.inside_end + r) - state(day.inside_begin + r);
  }
  return sums;
}

Block block_of(const std::vector<int>& sums) {
  const int best = *std::ranges::max_element(sums);
  Block block{
      .size = static_cast<int>(sums.size()), .below = best - sums[0], .rotations_below = {}};
  for (const int sum : sums) {
    const auto below = static_cast<std::size_t>(best - sum);
    if (block.rotations_below.size() <= below) block.rotations_below.resize(below + 1);
    ++block.rotations_below[below];
  }
  return block;
}

// Days are cut in the middle of what is not the window, so that no occurrence is torn apart.
std::vector<Block> blocks_of(const Observations& observations, int start, int length, int period) {
  const int cut = start + length + (period - length) / 2;
  const long inside_from = modulo(start - cut, period);
  const long inside_to = inside_from + length;
  std::vector<Block> blocks;
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
    const std::size_t size = end - begin;
    const std::size_t inside = day.inside_end - day.inside_begin;
    if (refused == 0 || refused == size || inside == 0 || inside == size) continue;
    blocks.push_back(block_of(rotated_sums(observations, day)));
  }
  return blocks;
}

// ln of the mean over rotations of exp(lambda * (sum - best)), summed over the days; relative to
// each day's best rotation, so that nothing overflows.
class ChernoffBound {
 public:
  explicit ChernoffBound(const std::vector<Block>& blocks) : blocks_(blocks) {
    std::size_t deepest = 0;
    for (const Block& block : blocks) {
      observed_ -= block.below;
      deepest = std::max(deepest, block.rotations_below.size());
      for (std::size_t d = 0; d < block.rotations_below.size(); ++d) {
        expected_ -= static_cast<double>(d) * block.rotations_below[d] / block.size;
      }
    }
    powers_.resize(deepest);
  }

  bool as_expected() const noexcept { return observed_ <= expected_ + 1e-9; }
  double value(double lambda) {
    evaluate(lambda);
    return value_;
  }
  double slope(double lambda) {
    evaluate(lambda);
    return slope_;
  }

 private:
  void evaluate(double lambda) {
    for (std::size_t d = 0; d < powers_.size(); ++d) {
      powers_[d] = std::exp(-lambda * static_cast<double>(d));
    }
    value_ = -lambda * observed_;
    slope_ = -observed_;
    for (const Block& block : blocks_) {
      double sum = 0;
      double weighted = 0;
      for (std::size_t d = 0; d < block.rotations_below.size(); ++d) {
        const double term = block.rotations_below[d] * powers_[d];
        sum += term;
        weighted -= static_cast<double>(d) * term;
      }
      value_ += std::log(sum / block.size);
      slope_ += weighted / sum;
    }
  }

  const std::vector<Block>& blocks_;
  std::vector<double> powers_;
  double observed_ = 0;
  double expected_ = 0;
  double value_ = 0;
  double slope_ = 0;
};

double ln_chance(const std::vector<Block>& blocks) {
  ChernoffBound bound(blocks);
  if (blocks.empty() || bound.as_expected()) return 0;
  double low = 0;
  double high = 1;
  while (high < 64 && bound.slope(high) < 0) {
    low = high;
    high *= 2;
  }
  for (int i = 0; high < 64 && i < 24; ++i) {  // convex: bisection on the slope
    const double middle = (low + high) / 2;
    (bound.slope(middle) < 0 ? low : high) = middle;
  }
  return std::min(0.0, bound.value(high));
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
  std::vector<int> refused;
  std::vector<int> seen;
  int days = 0;
};

HourSums sums_by_hour(const Observations& observations, int period) {
  const auto bins = static_cast<std::size_t>(period / grid);
  HourSums sums{.refused = std::vector<int>(2 * bins + 1), .seen = std::vector<int>(2 * bins + 1)};
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
  for (std::vector<int>* one : {&sums.refused, &sums.seen}) {
    for (std::size_t i = 1; i <= bins; ++i) (*one)[bins + i] = (*one)[i];
    for (std::size_t i = 1; i <= 2 * bins; ++i) (*one)[i] += (*one)[i - 1];
  }
  return sums;
}

// Windows whose first and last hour hold a refusal, by what they gain over one rate for all.
std::vector<Ranked> ranked_windows(const HourSums& sums, int bins) {
  const int refused = sums.refused[static_cast<std::size_t>(bins)];
  const int seen = sums.seen[static_cast<std::size_t>(bins)];
  const EntropyTable entropy(seen);
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
  const std::size_t most = std::min(windows.size(), windows_ranked);
  std::partial_sort(windows.begin(), windows.begin() + static_cast<long>(most), windows.end(),
                    [](const Ranked& a, const Ranked& b) {
                      if (a.gain != b.gain) return a.gain > b.gain;
                      return a.start != b.start ? a.start < b.start : a.length < b.length;
                    });
  windows.resize(most);
  return windows;
}

bool is_neighbor(const Ranked& a, const Ranked& b, int bins) {
  const long apart = std::min(modulo(a.start - b.start, bins), modulo(b.start - a.start, bins));
  return apart + std::abs(a.length - b.length) <= 1;
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
  std::vector<double> terms;
  for (int k = refused_inside; k <= std::min(refused, inside); ++k) {
    if (refused - k > outside) continue;
    terms.push_back(log_choose(inside, k) + log_choose(outside, refused - k) -
                    log_choose(seen, refused));
  }
  const double largest = *std::ranges::max_element(terms);
  double sum = 0;
  for (const double term : terms) sum += std::exp(term - largest);
  return std::min(0.0, largest + std::log(sum));
}

}  // namespace

ScannedWindow scan(const Observations& observations, int period) {
  ScannedWindow best;
  const int bins = period / grid;
  if (observations.size() < 4) return best;
  const HourSums sums = sums_by_hour(observations, period);
  if (sums.days < 2) return best;
  std::vector<Ranked> tried;
  for (const Ranked& window : ranked_windows(sums, bins)) {
    if (tried.size() >= windows_tried) break;
    if (std::ranges::any_of(
            tried, [&](const Ranked& other) { return is_neighbor(window, other, bins); })) {
      continue;
    }
    tried.push_back(window);
    const auto blocks = blocks_of(observations, window.start * grid, window.length * grid, period);
    const double ln_p = ln_chance(blocks) + ln_windows(bins);
    if (ln_p < best.ln_p) {
      best = {.ln_p = ln_p,
              .start = window.start * grid,
              .length = window.length * grid,
              .blocks = static_cast<int>(blocks.size())};
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
