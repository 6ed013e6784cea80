#include "verdict/wait_shares.h"

#include <algorithm>

#include "verdict/closed_time.h"

namespace curfew::verdict {
namespace {

// When the remote took mail again: the end of the first slot with an acceptance at or after that
// of the last deferral.
Instant took_mail_again(const Evidence& evidence, const HeldDelivery& held) {
  const auto& accepted = evidence.accepted_slots();
  const auto at =
      std::ranges::lower_bound(accepted, slot_of(held.last_deferral) + 1, {}, &SlotCount::slot);
  return at == accepted.end() ? held.delivered : start_of(at->slot);
}

Milliseconds their_share(const Finding& finding, const Evidence& evidence,
                         const HeldDelivery& held) {
  const Milliseconds whole = held.delivered - held.first_attempt;
  Milliseconds theirs{};
  if (!finding.windows.empty()) {
    theirs = closed_time(finding, held.first_attempt, held.delivered);
  } else if (finding.rule && finding.rule->model == Model::greylist &&
             finding.rule->delay.count() > 0) {
    theirs = finding.rule->delay;
  } else {
    theirs = took_mail_again(evidence, held) - held.first_attempt;
  }
  return std::clamp(theirs, Milliseconds(0), whole);
}

}  // namespace

std::optional<WaitShares> wait_shares(const Finding& finding, const Evidence& evidence) {
  if (evidence.held().empty()) return std::nullopt;
  WaitShares shares;
  Waits theirs;
  Waits ours;
  Milliseconds sum{};
  Milliseconds sum_of_ours{};
  for (const HeldDelivery& held : evidence.held()) {
    const Milliseconds whole = std::max(held.delivered - held.first_attempt, Milliseconds(0));
    const Milliseconds of_them = std::min(whole, their_share(finding, evidence, held));
    theirs.add(of_them);
    ours.add(whole - of_them);
    sum += whole;
    sum_of_ours += whole - of_them;
  }
  const Waits& wholes = evidence.waits();
  shares.deliveries = wholes.count();
  shares.longest = wholes.longest();
  shares.median = wholes.quantile(0.5);
  shares.theirs = theirs.quantile(0.5);
  shares.ours = ours.quantile(0.5);
  shares.ours_share = sum.count() == 0 ? 0
                                       : static_cast<double>(sum_of_ours.count()) /
                                             static_cast<double>(sum.count());
  return shares;
}

}  // namespace curfew::verdict
