#include "detect/quota_bound.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "detect/explained.h"
#include "scenarios/random.h"
#include "support/catch.h"

namespace curfew::detect {
namespace {

// Contacts of some days at random, as many of them retries; refused at another rate once a day's
// quota is used up.
Unit unit_at_random(scenarios::Random& random, int days, double quota, double retries,
                    double beyond = 0.7) {
  Unit unit;
  double accepted = 0;
  for (int slot = 0; slot < days * slots_in_day; ++slot) {
    if (slot % slots_in_day == 0) accepted = 0;
    if (!random.chance(0.15)) continue;
    Row row{.slot = 1'800'000 + slot, .counts = {}};
    for (int contact = 0; contact < 3; ++contact) {
      const std::size_t kind = random.chance(retries) ? 1 : 0;
      const bool refused = random.chance(accepted >= quota ? beyond : 0.05);
      (refused ? row.counts.refused : row.counts.accepted)[kind] += 1;
      if (!refused) ++accepted;
    }
    unit.total += row.counts;
    unit.rows.push_back(row);
  }
  return unit;
}

std::vector<double> accepted_before(const Unit& unit) {
  std::vector<double> sums{0};
  for (const Row& row : unit.rows) sums.push_back(sums.back() + row.counts.all_accepted());
  return sums;
}

std::vector<std::size_t> days_of(const Unit& unit) {
  std::vector<std::size_t> days;
  for (std::size_t i = 0; i < unit.rows.size(); ++i) {
    if (i == 0 || unit.rows[i].slot / slots_in_day != unit.rows[i - 1].slot / slots_in_day) {
      days.push_back(i);
    }
  }
  days.push_back(unit.rows.size());
  return days;
}

// What the slot with which a quota is used up has beyond it: a share of its acceptances, and its
// refusals or not.
Counts split_row(const Counts& row, double share, bool with_refusals) {
  Counts over;
  if (with_refusals) over.refused = row.refused;
  for (const std::size_t s : strata) over.accepted[s] = row.accepted[s] * share;
  return over;
}

double likelihood_of(const Unit& unit, double quota, bool with_refusals) {
  Counts over;
  const std::vector<std::size_t> days = days_of(unit);
  for (std::size_t d = 0; d + 1 < days.size(); ++d) {
    double accepted = 0;
    for (std::size_t i = days[d]; i < days[d + 1]; ++i) {
      const Counts& row = unit.rows[i].counts;
      const double before = accepted;
      accepted += row.all_accepted();
      if (before >= quota) over += row;
      if (before >= quota || accepted < quota) continue;
      over += split_row(row, (accepted - quota) / row.all_accepted(), with_refusals);
    }
  }
  const Counts under = unit.total - over;
  if (over.all() <= 0 || under.all() <= 0 || over.rate() <= under.rate()) return -HUGE_VAL;
  return split(over, under);
}

}  // namespace

TEST_CASE("no quota that explains enough is left out") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    scenarios::Random random(seed);
    const Unit unit = unit_at_random(random, 6, seed % 3 == 0 ? 1000 : 25, seed % 2 == 0 ? 0.2 : 0);
    const std::vector<std::size_t> days = days_of(unit);
    const std::vector<double> sums = accepted_before(unit);
    std::vector<double> candidates(QuotaBound::most_candidates);
    std::iota(candidates.begin(), candidates.end(), 2.0 + static_cast<double>(seed % 7));
    QuotaBound bound(unit, sums);
    const double top = cell(unit.total);
    for (const double least : {top, top * 0.95, top * 0.8, top * 0.6}) {
      const std::vector<double> left = bound.leave(least, days, candidates);
      const bool hopeless = bound.is_hopeless(least, days);
      CHECK(std::ranges::is_sorted(left));
      for (const double candidate : candidates) {
        const double most =
            std::max(likelihood_of(unit, candidate, false), likelihood_of(unit, candidate, true));
        if (most <= least) continue;
        CHECK(std::ranges::find(left, candidate) != left.end());
        CHECK_FALSE(hopeless);
      }
    }
  }
}

TEST_CASE("the most that any quota explains is what is not ruled out") {
  for (const double beyond : {0.05, 0.2, 0.7}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      scenarios::Random random(seed);
      const Unit unit = unit_at_random(random, 20, seed % 2 == 0 ? 2 : 20, 0, beyond);
      const std::vector<std::size_t> days = days_of(unit);
      const std::vector<double> sums = accepted_before(unit);
      double most = -HUGE_VAL;
      for (double quota = 2; quota < sums.back(); ++quota) {
        most =
            std::max({most, likelihood_of(unit, quota, false), likelihood_of(unit, quota, true)});
      }
      QuotaBound bound(unit, sums);
      CHECK_FALSE(bound.is_hopeless(most - 1e-3, days));
      CHECK(bound.is_hopeless(most * 0.4, days));
    }
  }
}

TEST_CASE("a quota that cannot explain enough is left out") {
  scenarios::Random random(1);
  const Unit unit = unit_at_random(random, 6, 1000, 0);  // nothing but noise
  const std::vector<double> sums = accepted_before(unit);
  QuotaBound bound(unit, sums);
  const double least = noise(unit).value() + cost_of_quota_day(unit);
  CHECK(bound.leave(least, days_of(unit), {5, 10, 20}).empty());
  CHECK(bound.leave(least, days_of(unit), {}).empty());
  CHECK_FALSE(quota_day(unit));
}

TEST_CASE("a quota of the day is found with its hour") {
  Unit unit;
  for (int slot = 0; slot < 8 * slots_in_day; ++slot) {
    const int since_reset = (slot - 6 * 4 + slots_in_day) % slots_in_day;
    Row row{.slot = 1'800'000 - 1'800'000 % slots_in_day + slot, .counts = {}};
    (since_reset < 40 ? row.counts.accepted : row.counts.refused)[0] = 1;
    unit.total += row.counts;
    unit.rows.push_back(row);
  }
  const std::optional<Explained> quota = quota_day(unit);
  REQUIRE(quota);
  CHECK(quota->rule.reset_hour == 6);
  CHECK(quota->rule.threshold == 40);
}

}  // namespace curfew::detect
