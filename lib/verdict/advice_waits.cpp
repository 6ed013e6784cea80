#include "verdict/advice_terms.h"

namespace curfew::verdict {

using std::chrono::minutes;

// Only where mail is taken sooner than it is now.
std::optional<Remedy> against_greylist(const Terms& terms) {
  const auto& rule = terms.finding().rule;
  const WaitShares* waits = terms.situation.waits;
  if (!rule || rule->delay < minutes(1) || waits == nullptr) return std::nullopt;
  const std::int64_t minutes_needed = (rule->delay.count() + 59) / 60 + 1;
  if (waits->median <= minutes(minutes_needed + 1)) return std::nullopt;
  Remedy remedy = remedy_of(terms, RemedyKind::retry_in_time);
  remedy.greylisted = rule->delay;
  remedy.why = "Mail is taken after a wait of at most " + time_text(rule->delay) + ", and waited " +
               time_text(waits->median) + " (median)";
  remedy.text = remedy.why + ": a retry soon after that is all it takes.";
  return remedy;
}

std::optional<Remedy> against_ipv6(const Terms& terms) {
  Remedy remedy = remedy_of(terms, RemedyKind::prefer_ipv4);
  remedy.why = "An IPv6 address of theirs refuses us";
  remedy.text = remedy.why + ": check the PTR record of our IPv6 address, which many ask for.";
  return remedy;
}

}  // namespace curfew::verdict
