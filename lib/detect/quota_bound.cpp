#include "detect/quota_bound.h"

#include <algorithm>
#include <cmath>
#include <functional>

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
  if (one_kind_) find_reach(unit);
}

// Of what was accepted within a day up to a refusal, and with it, a part came since the day began.
void QuotaBound::find_reach(const Unit& unit) {
  std::size_t begin = 0;
  for (const Telling& one : telling_) {
    while (unit.rows[begin].slot <= unit.rows[one.row].slot - slots_in_day) ++begin;
    reach_.push_back(
        {.quota = one.with - accepted_before_[begin], .refused = one.counts[0] + one.counts[1]});
  }
  std::ranges::sort(reach_, std::greater<>(), &Reach::quota);
  std::size_t count = 0;
  double sum = 0;
  for (const Reach& one : reach_) {
    sum += one.refused;
    if (count == 0 || reach_[count - 1].quota != one.quota) reach_[count++].quota = one.quota;
    reach_[count - 1].refused = sum;
  }
  reach_.resize(count);
}

// What all days accepted beyond each quota; false where a day accepted too much to be counted so.
bool QuotaBound::add_up_beyond(const std::vector<std::size_t>& days) {
  constexpr double most = 65536;
  beyond_.clear();
  for (std::size_t d = 0; d + 1 < days.size(); ++d) {
    const double accepted = accepted_before_[days[d + 1]] - accepted_before_[days[d]];
    if (accepted > most) return false;
    const std::size_t place = index_of(accepted);
    if (place >= beyond_.size()) beyond_.resize(place + 1);
    beyond_[place] += 1;
  }
  double more = 0;  // days
  double sum = 0;
  for (std::size_t quota = beyond_.size(); quota-- > 0;) {
    sum += more;
    more += beyond_[quota];
    beyond_[quota] = sum;
  }
  return true;
}

// The more is refused beyond a quota and the less accepted, the better: so the best of the quotas
// that have the same refusals is the greatest.
bool QuotaBound::is_hopeless(double least, const std::vector<std::size_t>& days) {
  if (!one_kind_ || !add_up_beyond(days)) return false;
  const OfRate of_rate;
  const double bound = least - slack_of(least);
  return std::ranges::none_of(reach_, [&](const Reach& reach) {
    const std::size_t quota = index_of(reach.quota);
    const double accepted = quota < beyond_.size() ? beyond_[quota] : 0;
    const double rest = total_.all_refused() - reach.refused;
    const double under = total_.all_accepted() - accepted;
    return of_rate(reach.refused, accepted) + of_rate(rest, under) >= bound;
  });
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
