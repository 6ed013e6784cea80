#include "detect/quota_bound.h"

#include <algorithm>
#include <cmath>

namespace curfew::detect {
namespace {

constexpr double most_numbered = 1024;

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
    if (n <= 0) return 0;
    return n < size ? values_[static_cast<std::size_t>(n)] : n * std::log(n);
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

}  // namespace

QuotaBound::QuotaBound(const Unit& unit) : total_(unit.total) {
  one_kind_ = total_.refused[1] <= 0 || total_.accepted[0] <= 0;
  std::array<std::size_t, 2> rows{};
  for (const Row& row : unit.rows) {
    for (const std::size_t s : strata) rows[s] += row.counts.accepted[s] > 0 ? 1U : 0U;
  }
  rarer_ = rows[0] < rows[1] ? 0 : 1;
  for (std::size_t i = 0; i < unit.rows.size(); ++i) {
    const Counts& counts = unit.rows[i].counts;
    const double rare = one_kind_ ? 0 : counts.accepted[rarer_];
    if (counts.all_refused() <= 0 && rare <= 0) continue;
    telling_.push_back({.row = i, .counts = {counts.refused[0], counts.refused[1], rare}});
  }
  left_.reserve(most_candidates);
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

// Sums over all rows and days to which a candidate applies, counted at the greatest of these
// candidates first.
void QuotaBound::fill(const std::vector<std::size_t>& days,
                      const std::vector<double>& accepted_before,
                      const std::vector<double>& candidates) {
  const std::size_t size = candidates.size();
  std::fill_n(over_.begin(), size + 1, Over{});
  number_places(candidates);
  const auto place_of = [&](double accepted) {
    if (accepted >= candidates.back()) return size;
    if (candidates.back() < most_numbered) {
      return static_cast<std::size_t>(places_[static_cast<std::size_t>(accepted)]);
    }
    return static_cast<std::size_t>(std::ranges::upper_bound(candidates, accepted) -
                                    candidates.begin());
  };
  auto day = days.begin();
  for (const Telling& one : telling_) {
    while (*std::next(day) <= one.row) ++day;
    const double before = accepted_before[*day];
    const std::size_t whole = place_of(accepted_before[one.row] - before);
    const std::size_t partly = place_of(accepted_before[one.row + 1] - before);
    for (std::size_t c = 0; c < 3; ++c) {
      over_[whole].counts[c].least += one.counts[c];
      over_[partly].counts[c].most += one.counts[c];
    }
  }
  for (std::size_t i = size; i-- > 0;) {
    for (std::size_t c = 0; c < 3; ++c) {
      over_[i].counts[c].least += over_[i + 1].counts[c].least;
      over_[i].counts[c].most += over_[i + 1].counts[c].most;
    }
  }
  for (std::size_t d = 0; d + 1 < days.size(); ++d) {
    const double accepted = accepted_before[days[d + 1]] - accepted_before[days[d]];
    for (std::size_t i = 0; i < size; ++i) {
      over_[i + 1].accepted += std::max(0.0, accepted - candidates[i]);
    }
  }
}

// The likelihood is convex in what is not known exactly: it is greatest at some corner.
double QuotaBound::most_of(const Over& over) const {
  const OfRate of_rate;
  const double refused = total_.all_refused();
  const double under = total_.all_accepted() - over.accepted;
  if (one_kind_) {
    const double most = over.counts[0].most + over.counts[1].most;
    // Not refused more often than what came before.
    if (most * under <= (refused - most) * over.accepted) return -HUGE_VAL;
    return of_rate(most, over.accepted) + of_rate(refused - most, under);
  }
  const auto kind = [&](std::size_t s, double accepted) {
    const auto at = [&](double r) {
      return of_rate(r, accepted) +
             of_rate(total_.refused[s] - r, std::max(0.0, total_.accepted[s] - accepted));
    };
    const Range& range = over.counts[s];
    const double most = at(range.most);
    return range.least == range.most ? most : std::max(most, at(range.least));
  };
  const double least_rare = std::max(0.0, over.accepted - total_.accepted[1 - rarer_]);
  const double most_rare = std::min(over.accepted, total_.accepted[rarer_]);
  const auto at = [&](double count) {
    const double rare = std::max(least_rare, std::min(most_rare, count));
    return kind(rarer_, rare) + kind(1 - rarer_, over.accepted - rare);
  };
  const Range& rare = over.counts[2];
  const double most = at(rare.most);
  return rare.least == rare.most ? most : std::max(most, at(rare.least));
}

const std::vector<double>& QuotaBound::leave(double least, const std::vector<std::size_t>& days,
                                             const std::vector<double>& accepted_before,
                                             const std::vector<double>& candidates) {
  left_.clear();
  if (candidates.empty()) return left_;
  fill(days, accepted_before, candidates);
  const double slack = 1e-6 + 1e-9 * std::fabs(least);  // far more than rounding
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (most_of(over_[i + 1]) >= least - slack) left_.push_back(candidates[i]);
  }
  return left_;
}

}  // namespace curfew::detect
