#include "detect/explained.h"

namespace curfew::detect {
namespace {

constexpr double least_rate = 0.9;
constexpr double least_contacts = 3;

}  // namespace

/// Accepted until some moment, and refused from then on; or refused as far as the log knows.
std::optional<Explained> block(const Unit& unit) {
  const Counts& total = unit.total;
  std::optional<Explained> best;
  Counts before;
  for (std::size_t i = 0; i + 1 < unit.rows.size(); ++i) {
    before += unit.rows[i].counts;
    const Counts after = total - before;
    if (after.all() < least_contacts || after.rate() < least_rate ||
        after.rate() <= before.rate()) {
      continue;
    }
    const double sum = split(after, before);
    if (best && sum <= best->likelihood) continue;
    best = Explained{.model = Model::block,
                     .likelihood = sum,
                     .cost = 4 * cost_of_rate(total) +
                             std::log(std::max(static_cast<double>(unit.rows.size()), 2.0)),
                     .applies = after,
                     .rule = {}};
    best->rule.since = start_of(unit.rows[i + 1].slot);
    best->rule.onset_known = before.all_accepted() > 0;
  }
  if (best || total.all() < least_contacts || total.rate() < least_rate) return best;
  best = Explained{.model = Model::block,
                   .likelihood = likelihood(total.all_refused(), total.all()),
                   .cost = cost_of_rate(total) - 1,
                   .applies = total,
                   .rule = {}};
  best->rule.since = start_of(unit.rows.front().slot);
  return best;
}

}  // namespace curfew::detect
