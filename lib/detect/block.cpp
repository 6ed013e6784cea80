#include "detect/explained.h"
#include "detect/nature.h"

namespace curfew::detect {
namespace {

constexpr double least_rate = 0.9;
constexpr double least_contacts = 3;

// What never accepted anything: mails, and time, that make it more than one bad moment.
constexpr double least_refused = 5;
constexpr double least_untold = 10;  // contacts, where first attempts are not known
constexpr auto least_time = std::chrono::hours(24);
constexpr std::size_t least_recipients = 2;

}  // namespace

/// Accepted until some moment, and refused from then on; or refused as far as the log knows.
std::optional<Explained> block(const Unit& unit) {
  const Counts& total = unit.total;
  std::optional<Explained> best;
  Counts before;
  for (std::size_t i = 0; i + 1 < unit.rows.size(); ++i) {
    before += unit.rows[i].counts;
    const Counts after = total - before;
    // What no block can be is known without dividing.
    if (after.all_accepted() > after.all_refused()) continue;
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

std::optional<Explained> always_refused(const Unit& unit) {
  const Counts& total = unit.total;
  if (total.all_accepted() > 0 || unit.traits.about_mailbox) return std::nullopt;
  const bool enough =
      total.of(0) > 0 ? total.refused[0] >= least_refused : total.all_refused() >= least_untold;
  if (is_unreachable(unit) && total.all_refused() < least_untold) return std::nullopt;
  if (!enough || unit.refused.last - unit.refused.first < least_time) return std::nullopt;
  // A refusal whose cause is not known may be about the only recipient.
  if (unit.traits.cause == Cause::unknown && !is_unreachable(unit) && !unit.others_accept &&
      !unit.recipients.refused_most.empty() &&
      unit.recipients.refused_most.size() < least_recipients) {
    return std::nullopt;
  }
  Explained explained{.model = is_unreachable(unit) ? Model::outage : Model::block,
                      .likelihood = 0,
                      .cost = cost_of_rate(total) - 1,
                      .applies = total,
                      .rule = {}};
  explained.rule.model = explained.model;
  if (is_unreachable(unit)) {
    explained.rule.spans.emplace_back(unit.refused.first, unit.refused.last);
  } else {
    explained.rule.since = unit.refused.first;
  }
  return explained;
}

}  // namespace curfew::detect
