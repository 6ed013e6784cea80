#include "detect/quota_bound.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace curfew::detect {
namespace {

constexpr double most_numbered = 1024;

// Of a small whole number; to ask for a signed one is quicker.
std::size_t index_of(double n) noexcept {
  return static_cast<std::size_t>(static_cast<std::int64_t>(n));
}

// n ln n of whole numbers, small ones looked up.
class Entropy {
 public:
  Entropy() {
    for (std::size_t i = 1; i < size; ++i) {
      const auto n = static_cast<double>(i);
      values_[i] = n * std::log(n);
    }
  }
  double operator()(double n) const noexcept {
    return n < size ? values_[index_of(n)] : n * std::log(n);
  }

 private:
  static constexpr std::size_t size = 2048;
  std::array<double, size> values_{};
};

// The likelihood of so many refusals and acceptances at their own rate.
class OfRate {
 public:
  double operator()(double refused, double accepted) const noexcept {
    return entropy_(refused) + entropy_(accepted) - entropy_(refused + accepted);
  }

 private:
  static const Entropy& table() {
    static const Entropy entropy;
    return entropy;
  }
  const Entropy& entropy_ = table();
};

// Far more than rounding.
double slack_of(double likelihood) noexcept {
  return 1e-6 + 1e-9 * std::fabs(likelihood);
}

template <class Few>
void add(Few& sum, const Few& few) noexcept {
  for (std::size_t i = 0; i < few.size(); ++i) sum[i] += few[i];
}

}  // namespace

QuotaBound::QuotaBound(const Unit& unit, const std::vector<double>& accepted_before)
    : accepted_before_(accepted_before), total_(unit.total) {
  one_kind_ = total_.refused[1] <= 0 || total_.accepted[0] <= 0;
  std::array<std::size_t, 2> rows{};
  for (const Row& row : unit.rows) {
    for (const std::size_t s : strata) rows[s] += row.counts.accepted[s] > 0 ? 1U : 0U;
  }
  rarer_ = rows[0] < rows[1] ? 0 : 1;
  telling_.reserve(unit.rows.size());
  for (std::size_t i = 0; i < unit.rows.size(); ++i) {
    const Counts& counts = unit.rows[i].counts;
    const double rare = one_kind_ ? 0 : counts.accepted[rarer_];
    if (counts.all_refused() <= 0 && rare <= 0) continue;
    telling_.push_back({.row = i,
                        .before = accepted_before[i],
                        .with = accepted_before[i + 1],
                        .counts = {counts.refused[0], counts.refused[1], rare}});
  }
  left_.reserve(most_candidates);
}

// Were there no acceptances beyond the quota, so many refusals would do; with all refusals, so many
// acceptances.
void QuotaBound::find_needs(double least) {
  if (needs_.least == least) return;
  const OfRate of_rate;
  const double refused = total_.all_refused();
  const double accepted = total_.all_accepted();
  const double bound = least - slack_of(least);
  double low = -1;  // too few
  double high = refused;
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (of_rate(refused - middle, accepted) < bound ? low : high) = middle;
  }
  needs_.refused = high;
  low = 0;
  high = accepted + 1;  // too many
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (of_rate(refused, middle) < bound ? high : low) = middle;
  }
  needs_.accepted = low;
  needs_.least = least;
}

// The smallest quota beyond which not too many were accepted: the level at which just so many lie
// above. It rises with each round, as days that lie below do not help, and is there when none does.
double QuotaBound::least_quota(const std::vector<std::size_t>& days) {
  by_day_.clear();
  for (std::size_t d = 0; d + 1 < days.size(); ++d) {
    by_day_.push_back(accepted_before_[days[d + 1]] - accepted_before_[days[d]]);
  }
  double level = 0;
  while (!by_day_.empty()) {
    const double sum = std::accumulate(by_day_.begin(), by_day_.end(), -needs_.accepted);
    if (sum <= 0) return level - 1e-6;
    level = std::max(level, sum / static_cast<double>(by_day_.size()));
    if (std::erase_if(by_day_, [level](double accepted) { return accepted <= level; }) == 0) break;
  }
  return level - 1e-6;
}

bool QuotaBound::is_hopeless(double least, const std::vector<std::size_t>& days) {
  if (!one_kind_) return false;
  find_needs(least);
  const double quota = least_quota(days);
  double refused = 0;
  auto one = telling_.begin();
  for (std::size_t d = 0; d + 1 < days.size(); ++d) {
    const double from = accepted_before_[days[d]] + quota;
    for (; one != telling_.end() && one->row < days[d + 1]; ++one) {
      if (one->with >= from) refused += one->counts[0] + one->counts[1];
    }
  }
  return refused < needs_.refused;
}

// For each count below the last candidate: how many candidates are not above it.
void QuotaBound::number_places(const std::vector<double>& candidates) {
  if (candidates.back() >= most_numbered) return;
  places_.resize(static_cast<std::size_t>(most_numbered));
  std::size_t count = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto end = static_cast<std::size_t>(candidates[i]);
    while (count < end) places_[count++] = static_cast<std::uint8_t>(i);
  }
}

std::size_t QuotaBound::place_of(double accepted, const std::vector<double>& candidates) const {
  if (accepted >= candidates.back()) return candidates.size();
  if (candidates.back() < most_numbered) return places_[index_of(accepted)];
  return static_cast<std::size_t>(std::ranges::upper_bound(candidates, accepted) -
                                  candidates.begin());
}

void QuotaBound::fill(const std::vector<std::size_t>& days, const std::vector<double>& candidates) {
  number_places(candidates);
  std::fill_n(over_.begin(), candidates.size() + 1, Over{});
  auto one = telling_.begin();
  for (std::size_t d = 0; d + 1 < days.size(); ++d) {
    const double before = accepted_before_[days[d]];
    const double accepted = accepted_before_[days[d + 1]] - before;
    Over& day = over_[place_of(accepted, candidates)];
    day.accepted += accepted;
    ++day.days;
    for (; one != telling_.end() && one->row < days[d + 1]; ++one) {
      if (one->with - before < candidates.front()) continue;
      add(over_[place_of(one->before - before, candidates)].surely, one->counts);
      add(over_[place_of(one->with - before, candidates)].perhaps, one->counts);
    }
  }
}

// Whether a candidate may: the likelihood is convex in what is not known exactly, so that it is
// greatest at some corner.
bool QuotaBound::may_exceed(double least, const Over& over, double accepted) const {
  const OfRate of_rate;
  if (one_kind_) {
    const double refused = total_.all_refused();
    const double under = total_.all_accepted() - accepted;
    const double most = over.perhaps[0] + over.perhaps[1];
    if (most * under <= (refused - most) * accepted) return false;  // not refused more often
    return of_rate(most, accepted) + of_rate(refused - most, under) >= least;
  }
  const auto kind = [&](std::size_t s, double count) {
    const auto at = [&](double refused) {
      return of_rate(refused, count) +
             of_rate(total_.refused[s] - refused, std::max(0.0, total_.accepted[s] - count));
    };
    const double most = at(over.perhaps[s]);
    return over.surely[s] == over.perhaps[s] ? most : std::max(most, at(over.surely[s]));
  };
  const std::size_t other = 1 - rarer_;
  const double least_rare = std::max(0.0, accepted - total_.accepted[other]);
  const double most_rare = std::min(accepted, total_.accepted[rarer_]);
  const auto exceeds = [&](double count) {
    const double rare = std::max(least_rare, std::min(most_rare, count));
    const double likelihood = kind(other, accepted - rare);
    return likelihood >= least && likelihood + kind(rarer_, rare) >= least;
  };
  return exceeds(over.perhaps[2]) || (over.surely[2] != over.perhaps[2] && exceeds(over.surely[2]));
}

const std::vector<double>& QuotaBound::leave(double least, const std::vector<std::size_t>& days,
                                             const std::vector<double>& candidates) {
  left_.clear();
  if (candidates.empty()) return left_;
  fill(days, candidates);
  Over over;
  for (std::size_t i = candidates.size(); i > 0; --i) {
    add(over.surely, over_[i].surely);
    add(over.perhaps, over_[i].perhaps);
    over.accepted += over_[i].accepted;
    over.days += over_[i].days;
    const double candidate = candidates[i - 1];
    if (may_exceed(least - slack_of(least), over, over.accepted - over.days * candidate)) {
      left_.push_back(candidate);
    }
  }
  std::ranges::reverse(left_);
  return left_;
}

}  // namespace curfew::detect
