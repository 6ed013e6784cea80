#include <cmath>

#include "detect/explained.h"

namespace curfew::detect {
namespace {

constexpr std::size_t most_thresholds = 24;

struct Before {
  double accepted = 0;  // since the reset, before this slot
  double with = 0;      // and with it
};

std::vector<Before> accepted_since_reset(const Unit& unit, int reset) {
  std::vector<Before> before;
  before.reserve(unit.rows.size());
  long day = 0;
  double sum = 0;
  for (const Row& row : unit.rows) {
    const long of_row = floor_div(row.slot - reset, slots_in_day);
    if (before.empty() || of_row != day) sum = 0;
    day = of_row;
    const double accepted = row.counts.all_accepted();
    before.push_back({.accepted = sum, .with = sum + accepted});
    sum += accepted;
  }
  return before;
}

// The value at a share of the sorted values, between neighbors in proportion.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (place - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

// Candidates: quantiles of what had been accepted when something was refused.
std::vector<double> thresholds(const Unit& unit, const std::vector<Before>& before) {
  std::vector<double> counts;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (unit.rows[i].counts.all_refused() <= 0) continue;
    counts.push_back(before[i].accepted);
    counts.push_back(before[i].with);
  }
  std::ranges::sort(counts);
  std::vector<double> candidates;
  for (std::size_t i = 0; i < most_thresholds; ++i) {
    const double share = 0.02 + 0.96 * static_cast<double>(i) / (most_thresholds - 1);
    const double candidate = std::nearbyint(quantile(counts, share));
    if (candidate >= 2 && (candidates.empty() || candidate > candidates.back())) {
      candidates.push_back(candidate);
    }
  }
  return candidates;
}

// Of the slot in which the quota is used up: acceptances beyond it; its refusals only where all
// come after its acceptances.
Counts over_in(const Row& row, const Before& before, double threshold) {
  Counts over;
  const bool ordered = row.accepted_from == correlate::no_moment ||
                       row.refused_from == correlate::no_moment ||
                       row.accepted_to <= row.refused_from;
  if (ordered) over.refused = row.counts.refused;
  const double share = (before.with - threshold) / std::max(row.counts.all_accepted(), 1.0);
  for (const std::size_t s : strata) over.accepted[s] = row.counts.accepted[s] * share;
  return over;
}

// For each candidate: the contacts that came when the quota was used up.
std::vector<Counts> over_quota(const Unit& unit, const std::vector<Before>& before,
                               const std::vector<double>& candidates) {
  std::vector<Counts> over(candidates.size());
  std::vector<Counts> up_to(candidates.size() + 1);  // [n]: over for the first n candidates
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Row& row = unit.rows[i];
    const auto used_up = std::ranges::upper_bound(candidates, before[i].accepted);
    up_to[static_cast<std::size_t>(used_up - candidates.begin())] += row.counts;
    for (auto reached = used_up; reached != candidates.end() && *reached <= before[i].with;
         ++reached) {
      over[static_cast<std::size_t>(reached - candidates.begin())] +=
          over_in(row, before[i], *reached);
    }
  }
  Counts sum;
  for (std::size_t n = candidates.size(); n > 0; --n) {
    sum += up_to[n];
    over[n - 1] += sum;
  }
  return over;
}

}  // namespace

/// Refused once some number of messages was accepted since a reset at an hour of the day.
std::optional<Explained> quota_day(const Unit& unit) {
  if (unit.total.all_refused() <= 0) return std::nullopt;
  std::optional<Explained> best;
  for (int hour = 0; hour < 24; ++hour) {
    const std::vector<Before> before = accepted_since_reset(unit, 4 * hour);
    const std::vector<double> candidates = thresholds(unit, before);
    const std::vector<Counts> over = over_quota(unit, before, candidates);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const Counts under = unit.total - over[i];
      if (over[i].all() <= 0 || under.all() <= 0 || over[i].rate() <= under.rate()) continue;
      const double total = split(over[i], under);
      if (best && total <= best->likelihood) continue;
      best = Explained{.model = "quota_day",
                       .likelihood = total,
                       .cost = 4 * cost_of_rate(unit.total) + 2 * std::log(24.0),
                       .applies = over[i],
                       .rule = {}};
      best->rule.threshold = static_cast<std::uint64_t>(candidates[i]);
      best->rule.reset_hour = hour;
    }
  }
  return best;
}

}  // namespace curfew::detect
