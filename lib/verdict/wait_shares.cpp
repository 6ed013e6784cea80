#include "verdict/wait_shares.h"

#include <algorithm>
#include <array>

#include "detect/window_days.h"

namespace curfew::verdict {
namespace {

using std::chrono::seconds;

constexpr Milliseconds a_day = std::chrono::days(1);

bool opens_on(const Window& window, std::chrono::local_days day) {
  const unsigned iso =
      std::chrono::weekday(std::chrono::sys_days(day.time_since_epoch())).iso_encoding();
  return detect::days_held(window)[iso - 1];
}

Milliseconds overlap(Instant a_begin, Instant a_end, Instant b_begin, Instant b_end) noexcept {
  const Instant begin = std::max(a_begin, b_begin);
  const Instant end = std::min(a_end, b_end);
  return end > begin ? end - begin : Milliseconds(0);
}

// How long the window was shut within [from, to), in the time it held.
Milliseconds shut_time(const Window& window, Instant from, Instant to) {
  if (!window.start || !window.end) return Milliseconds(0);
  if (window.onset_known) from = std::max(from, window.first_seen);
  const Milliseconds start = window.start->rounded;
  Milliseconds length = Milliseconds(window.end->rounded) - start;
  const Milliseconds period = window.period == WindowPeriod::day ? a_day : 7 * a_day;
  if (length.count() <= 0) length += period;
  if (window.ended) to = std::min(to, window.last_seen + length);

  constexpr int most_days = 60;  // no mail server keeps mail longer
  const auto first = std::chrono::floor<std::chrono::days>(window.zone.to_wall(from)) -
                     std::chrono::days(window.period == WindowPeriod::day ? 1 : 7);
  Milliseconds sum{};
  for (int i = 0; i < most_days; ++i) {
    const std::chrono::local_days day = first + std::chrono::days(i);
    WallTime wall(day.time_since_epoch());
    if (window.period == WindowPeriod::week) {
      if (std::chrono::weekday(std::chrono::sys_days(day.time_since_epoch())) !=
          std::chrono::Monday) {
        continue;
      }
    } else if (!opens_on(window, day)) {
      continue;
    }
    wall += start;
    const Instant begin = window.zone.to_utc(wall);
    if (begin >= to) break;
    sum += overlap(from, to, begin, begin + length);
  }
  return sum;
}

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
    for (const Window& window : finding.windows) {
      theirs += shut_time(window, held.first_attempt, held.delivered);
    }
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
