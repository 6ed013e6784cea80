#include "verdict/claim_check.h"

#include <algorithm>
#include <array>
#include <string>

#include "correlate/frequent.h"
#include "text/grouped.h"
#include "verdict/seconds.h"

namespace curfew::verdict {
namespace {

using correlate::Scale;
using text::grouped;

// A cause that is met at so few refusals does not fit; one that is met at nearly all, and seldom
// when mail is taken, does.
constexpr double rarely = 0.1;
constexpr double nearly_always = 0.8;
constexpr double seldom_at_acceptance = 0.3;
constexpr std::uint64_t enough = 10;  // refusals to judge by

std::string span_of(std::int64_t seconds) {
  if (seconds % day == 0) return grouped(static_cast<std::uint64_t>(seconds / day)) + " d";
  if (seconds % hour == 0) return grouped(static_cast<std::uint64_t>(seconds / hour)) + " h";
  if (seconds % minute == 0) return grouped(static_cast<std::uint64_t>(seconds / minute)) + " min";
  return grouped(static_cast<std::uint64_t>(seconds)) + " s";
}

// "the hour before", "60 messages a day": one of a span needs no number.
std::string span_alone(std::int64_t seconds) {
  if (seconds == day) return "day";
  if (seconds == hour) return "hour";
  if (seconds == minute) return "minute";
  return span_of(seconds);
}

std::string refusals_of(std::uint64_t number) {
  return number == 1 ? "the refusal" : "the " + grouped(number) + " refusals";
}

bool follows_clock(const Finding& finding) noexcept {
  return finding.kind == FindingKind::curfew && !finding.windows.empty();
}

// What a check works on, and the answer it fills in.
struct Bench {
  const Claim& claim;
  const Finding& finding;
  const Evidence& evidence;
  ClaimCheck answer;

  std::uint64_t limit() const noexcept { return static_cast<std::uint64_t>(claim.limit); }
  bool has_limit() const noexcept { return claim.limit >= 0; }
  void say(ClaimVerdict verdict, std::string text) {
    answer.verdict = verdict;
    answer.text = std::move(text);
  }
};

// The rule for everything that is counted at each contact: `refused` and `accepted` met it.
void judge(Bench& bench, const Share& refused, const Share& accepted, const std::string& what) {
  ClaimCheck& answer = bench.answer;
  answer.refusals = refused.known;
  answer.refusals_meeting = refused.meeting;
  answer.acceptances = accepted.known;
  answer.acceptances_meeting = accepted.meeting;
  const std::string numbers = what + " at " + grouped(refused.meeting) + " of " +
                              refusals_of(refused.known) + " and " + grouped(accepted.meeting) +
                              " of " + grouped(accepted.known) + " acceptances";
  if (refused.known < enough) {
    bench.say(ClaimVerdict::cannot_tell, numbers + ": too few, or the log does not say it of most");
  } else if (!refused.at_least(rarely)) {
    bench.say(ClaimVerdict::does_not_fit, numbers);
  } else if (refused.at_least(nearly_always) &&
             (accepted.known == 0 || !accepted.at_least(seldom_at_acceptance))) {
    bench.say(ClaimVerdict::fits, numbers);
  } else {
    bench.say(ClaimVerdict::cannot_tell, numbers + ": some of both");
  }
}

void check_concurrency(Bench& bench) {
  const std::optional<SessionPeak>& peak = bench.evidence.sessions();
  if (!peak) {
    bench.say(ClaimVerdict::cannot_tell, "the log does not tell our sessions apart");
    return;
  }
  bench.answer.most_at_refusal = peak->open;
  bench.answer.exact = peak->exact;
  bench.answer.refusals = peak->contacts;
  const std::string most =
      "at most " + grouped(peak->open) + " of our sessions " + (peak->open == 1 ? "was" : "were") +
      " open at any of " + refusals_of(peak->contacts) +
      (peak->exact ? "" : " (sessions whose length the log does not tell counted as 5 min)");
  if (!bench.has_limit()) {
    bench.say(peak->open <= 1 ? ClaimVerdict::does_not_fit : ClaimVerdict::no_figure, most);
    return;
  }
  if (peak->open <= bench.limit()) {
    bench.say(ClaimVerdict::does_not_fit, most);
    return;
  }
  judge(bench, bench.evidence.refused(Scale::sessions, bench.limit() + 1),
        bench.evidence.accepted(Scale::sessions, bench.limit() + 1),
        "more than " + grouped(bench.limit()) + " of our sessions were open");
}

// Messages accepted in the `window` seconds before, summed up from slots: right to a quarter of an
// hour.
Share met_in_slots(const std::vector<SlotCount>& contacts, const std::vector<SlotCount>& accepted,
                   std::uint64_t window, std::uint64_t limit) {
  const auto slots = static_cast<Slot>(window / 900);
  Share share;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint64_t sum = 0;
  for (const SlotCount& at : contacts) {
    while (end < accepted.size() && accepted[end].slot <= at.slot) sum += accepted[end++].contacts;
    while (begin < end && accepted[begin].slot <= at.slot - slots)
      sum -= accepted[begin++].contacts;
    share.known += at.contacts;
    if (sum >= limit) share.meeting += at.contacts;
  }
  return share;
}

// Contacts before which at least `limit` messages were accepted in so many seconds.
struct Met {
  Share refused;
  Share accepted;
};

Met met_within(const Evidence& evidence, std::int64_t window, std::uint64_t limit) {
  if (window <= hour) {
    const Scale scale = window <= minute ? Scale::minute : Scale::hour;
    return {.refused = evidence.refused(scale, limit), .accepted = evidence.accepted(scale, limit)};
  }
  // An acceptance's own slot holds itself.
  const auto seconds = static_cast<std::uint64_t>(window);
  const auto& accepted = evidence.accepted_slots();
  return {.refused = met_in_slots(evidence.refused_slots(), accepted, seconds, limit),
          .accepted = met_in_slots(accepted, accepted, seconds, limit + 1)};
}

// Without a figure: where nothing at all was accepted in the time it counts, it counts something
// else. No quota is counted for longer than a day, where no time is stated.
void check_rate_without_limit(Bench& bench) {
  const Evidence& evidence = bench.evidence;
  const std::int64_t window = bench.claim.window > 0 ? bench.claim.window : day;
  const Share some = met_within(evidence, window, 1).refused;
  bench.answer.refusals = some.known;
  bench.answer.refusals_meeting = some.meeting;
  const auto before = [&](std::uint64_t number) {
    return "in the " + span_alone(window) + " before " + grouped(number) + " of " +
           refusals_of(some.known);
  };
  if (some.known >= enough && !some.at_least(rarely)) {
    bench.say(ClaimVerdict::does_not_fit,
              before(some.known - some.meeting) + " nothing was accepted");
    return;
  }
  bench.say(ClaimVerdict::no_figure, before(some.meeting) + " something was accepted");
}

void check_rate(Bench& bench) {
  if (!bench.has_limit()) {
    check_rate_without_limit(bench);
    return;
  }
  const Evidence& evidence = bench.evidence;
  const std::int64_t window = bench.claim.window > 0 ? bench.claim.window : hour;
  const std::string what = "at least " + grouped(bench.limit()) +
                           " messages had been accepted within " + span_of(window);
  const Met met = met_within(evidence, window, bench.limit());
  judge(bench, met.refused, met.accepted, what);
  if (window > hour) return;
  const bool counted_exactly = window == minute || window == hour;
  if (window == hour && bench.answer.verdict == ClaimVerdict::cannot_tell) {
    // The hour may be meant as the clock's, counted from zero at its beginning.
    Bench by_clock = bench;
    judge(by_clock, evidence.refused(Scale::full_hour, bench.limit()),
          evidence.accepted(Scale::full_hour, bench.limit()), what + " of the clock");
    if (by_clock.answer.verdict == ClaimVerdict::fits) bench.answer = by_clock.answer;
  }
  if (counted_exactly || bench.answer.verdict == ClaimVerdict::does_not_fit) return;
  // Of a window between a minute and an hour only the hour around it was counted: an upper bound.
  bench.answer.exact = false;
  bench.say(ClaimVerdict::cannot_tell,
            bench.answer.text + " (counted over an hour, which is an upper bound)");
}

void check_scale(Bench& bench, Scale scale, const char* unit, const char* missing) {
  const Share any = bench.evidence.refused(scale, 0);
  if (any.known == 0) {
    bench.say(ClaimVerdict::cannot_tell, missing);
    return;
  }
  bench.answer.most_at_refusal = bench.evidence.most_at_refusal(scale);
  if (!bench.has_limit()) {
    bench.say(ClaimVerdict::no_figure, "at most about " + grouped(*bench.answer.most_at_refusal) +
                                           ' ' + unit + " at a refusal");
    return;
  }
  std::uint64_t limit = bench.limit();
  // A log's size is that of the message as it is sent, attachments in base64. Where a remote means
  // them before that, more than the figure is met all the same.
  if (scale == Scale::kilobytes) limit = limit * 1000 * 1000 / 1024;
  judge(bench, bench.evidence.refused(scale, limit + 1), bench.evidence.accepted(scale, limit + 1),
        "more than " + grouped(bench.limit()) + ' ' +
            (scale == Scale::kilobytes ? "megabytes" : unit));
}

void check_connection_use(Bench& bench) {
  check_scale(bench, Scale::connection_use, "messages in a connection",
              "the log does not say how many messages a connection carried");
}

void check_recipients(Bench& bench) {
  check_scale(bench, Scale::recipients, "recipients of a message",
              "the log does not say how many recipients the messages had");
}

void check_size(Bench& bench) {
  check_scale(bench, Scale::kilobytes, "kilobytes",
              "the log does not say how large the messages were");
}

// Without a time to wait, or with one of nothing.
void check_delay_without_limit(Bench& bench) {
  if (bench.finding.kind != FindingKind::greylist || !bench.finding.rule) {
    bench.say(ClaimVerdict::no_figure, "no time to wait is stated");
    return;
  }
  const std::int64_t delay = bench.finding.rule->delay.count();
  bench.say(ClaimVerdict::fits, delay > 0
                                    ? "mail that has waited " + span_of(delay) + " is accepted"
                                    : "first tries are refused, retries accepted");
}

// Whether a message that has waited long enough passes.
void check_delay(Bench& bench, bool first_attempts_too) {
  const Evidence& evidence = bench.evidence;
  if (bench.claim.limit <= 0) {
    check_delay_without_limit(bench);
    return;
  }
  const Share refused = evidence.refused(Scale::age, bench.limit());
  const Share accepted = evidence.accepted(Scale::age, bench.limit());
  const std::uint64_t waited = refused.meeting + accepted.meeting;
  ClaimCheck& answer = bench.answer;
  answer.refusals = refused.known;
  answer.refusals_meeting = refused.known - refused.meeting;
  answer.acceptances = accepted.known;
  answer.acceptances_meeting = accepted.meeting;
  const std::string numbers = "of " + grouped(waited) + " retries after " +
                              span_of(bench.claim.limit) + " or more " + grouped(refused.meeting) +
                              " were refused again";
  const Share first = evidence.first_refused();
  if (waited == 0) {
    bench.say(ClaimVerdict::cannot_tell,
              "no retry came after " + span_of(bench.claim.limit) + " or more");
  } else if (waited < enough) {
    bench.say(ClaimVerdict::cannot_tell, numbers + ": too few to tell");
  } else if (refused.meeting * 2 > waited) {
    bench.say(ClaimVerdict::does_not_fit, numbers);
  } else if (refused.meeting * 5 <= waited &&
             (!first_attempts_too || first.at_least(nearly_always))) {
    bench.say(ClaimVerdict::fits, numbers);
  } else {
    bench.say(ClaimVerdict::cannot_tell, numbers);
  }
}

void check_greylist(Bench& bench) {
  check_delay(bench, true);
}

void check_retry_after(Bench& bench) {
  check_delay(bench, false);
}

// Stretches without an acceptance that begin with a refusal, in seconds, right to a slot.
std::vector<std::int64_t> blocks_of(const Evidence& evidence) {
  std::vector<std::int64_t> blocks;
  const auto& accepted = evidence.accepted_slots();
  std::size_t next = 0;
  Slot open_until = 0;
  bool any = false;
  for (const SlotCount& refusal : evidence.refused_slots()) {
    if (any && refusal.slot < open_until) continue;  // of the stretch before
    while (next < accepted.size() && accepted[next].slot <= refusal.slot) ++next;
    if (next == accepted.size()) break;  // not over yet
    blocks.push_back(std::int64_t{accepted[next].slot - refusal.slot} * 900);
    open_until = accepted[next].slot;
    any = true;
  }
  std::ranges::sort(blocks);
  return blocks;
}

void check_block(Bench& bench) {
  const std::vector<std::int64_t> blocks = blocks_of(bench.evidence);
  constexpr std::size_t few = 3;
  if (blocks.size() < few) {
    bench.say(ClaimVerdict::cannot_tell, "fewer than three times did it refuse and accept again");
    return;
  }
  const std::int64_t median = blocks[blocks.size() / 2];
  const std::string numbers = "refusals lasted " + span_of(blocks.front()) + " to " +
                              span_of(blocks.back()) + ", half of them " + span_of(median) +
                              " or more";
  bench.answer.refusals = blocks.size();
  if (!bench.has_limit()) {
    bench.say(ClaimVerdict::no_figure, numbers);
    return;
  }
  constexpr std::int64_t slot = 900;
  const auto longer =
      static_cast<std::uint64_t>(std::ranges::count_if(blocks, [&](std::int64_t block) {
        return block > bench.claim.limit + bench.claim.limit / 4 + slot;
      }));
  bench.answer.refusals_meeting = blocks.size() - longer;
  bench.say(longer * 5 > blocks.size() ? ClaimVerdict::does_not_fit : ClaimVerdict::fits, numbers);
}

void check_top_of_hour(Bench& bench) {
  const auto in_first_quarter = [](const std::vector<SlotCount>& slots) {
    Share share;
    for (const SlotCount& one : slots) {
      share.known += one.contacts;
      if (one.slot % 4 == 0) share.meeting += one.contacts;
    }
    return share;
  };
  judge(bench, in_first_quarter(bench.evidence.refused_slots()),
        in_first_quarter(bench.evidence.accepted_slots()),
        "the clock stood in the first quarter of an hour");
}

void check_mailbox(Bench& bench) {
  const Evidence& evidence = bench.evidence;
  Share others;
  for (const SlotCount& refusal : evidence.refused_slots()) {
    others.known += refusal.contacts;
    const auto& accepted = evidence.accepted_slots();
    const auto at = std::ranges::lower_bound(accepted, refusal.slot, {}, &SlotCount::slot);
    if (at != accepted.end() && at->slot == refusal.slot) others.meeting += refusal.contacts;
  }
  bench.answer.refusals = others.known;
  bench.answer.refusals_meeting = others.meeting;
  const std::string numbers = "other mail was accepted in the same quarter of an hour as " +
                              grouped(others.meeting) + " of " + refusals_of(others.known) +
                              ", which were to " +
                              (evidence.refused_recipients() < correlate::Refused::most
                                   ? grouped(evidence.refused_recipients())
                                   : grouped(correlate::Refused::most) + " or more") +
                              " recipients";
  constexpr std::size_t several = 3;
  if (bench.finding.kind == FindingKind::recipient || others.at_least(0.5)) {
    bench.say(ClaimVerdict::fits, numbers);
  } else if (others.known >= enough && others.meeting == 0 &&
             evidence.refused_recipients() >= several && evidence.acceptances() >= enough) {
    bench.say(ClaimVerdict::does_not_fit, numbers);
  } else {
    bench.say(ClaimVerdict::cannot_tell, numbers);
  }
}

struct Check {
  ClaimKind kind;
  void (*run)(Bench&);
};

constexpr std::array checks{
    Check{ClaimKind::concurrency, check_concurrency},
    Check{ClaimKind::rate, check_rate},
    Check{ClaimKind::messages_per_connection, check_connection_use},
    Check{ClaimKind::recipients_per_message, check_recipients},
    Check{ClaimKind::size, check_size},
    Check{ClaimKind::greylist_delay, check_greylist},
    Check{ClaimKind::retry_after, check_retry_after},
    Check{ClaimKind::block_duration, check_block},
    Check{ClaimKind::top_of_hour, check_top_of_hour},
    Check{ClaimKind::mailbox, check_mailbox},
};

// What our own server says of itself is no claim of a remote's.
bool is_our_own(ClaimKind kind) noexcept {
  return kind == ClaimKind::retry_rule || kind == ClaimKind::dead_site ||
         kind == ClaimKind::queue_lifetime;
}

// What was found, where it is of the kind that is stated: its number, and the seconds it counts in
// where it counts in time.
struct Found {
  std::int64_t limit = 0;
  std::int64_t window = 0;  // none
};

std::optional<Found> found_of(const Finding& finding, ClaimKind stated) {
  if (!finding.rule || finding.rule->threshold == 0 || !finding.candidates.empty()) {
    return std::nullopt;
  }
  const auto threshold = static_cast<std::int64_t>(finding.rule->threshold);
  const auto below = [&](ClaimKind kind) {
    return stated == kind ? std::optional<Found>({.limit = threshold - 1}) : std::nullopt;
  };
  const auto within = [&](std::int64_t seconds) {
    return stated == ClaimKind::rate ? std::optional<Found>({.limit = threshold, .window = seconds})
                                     : std::nullopt;
  };
  switch (finding.rule->model) {
    case Model::concurrency:
      return below(ClaimKind::concurrency);
    case Model::connection_messages:
      return below(ClaimKind::messages_per_connection);
    case Model::message_recipients:
      return below(ClaimKind::recipients_per_message);
    case Model::quota_minute:
      return within(minute);
    case Model::quota_sliding:
    case Model::quota_hour:
      return within(hour);
    case Model::quota_day:
      return within(day);
    default:
      return std::nullopt;
  }
}

// The log was searched for such a limit without knowing the claim: where both name the same, or
// the claim names no figure against it, the claim fits.
bool is_what_was_found(Bench& bench) {
  constexpr std::int64_t tenth = 10;
  const std::optional<Found> found = found_of(bench.finding, bench.claim.kind);
  if (!found) return false;
  if (found->window > 0 && bench.claim.window > 0 && found->window != bench.claim.window) {
    return false;
  }
  const std::int64_t apart = found->limit - bench.claim.limit;
  if (bench.has_limit() && (apart < 0 ? -apart : apart) * tenth > bench.claim.limit) return false;
  bench.answer.refusals = bench.finding.counts.refused;
  bench.answer.acceptances = bench.finding.counts.accepted;
  std::string text = "the refusals themselves show a limit of " +
                     grouped(static_cast<std::uint64_t>(found->limit));
  if (found->window > 0) {
    text += found->window == hour ? " messages in an " : " messages in a ";
    text += span_alone(found->window);
  }
  bench.say(ClaimVerdict::fits, std::move(text));
  return true;
}

// A clock explains the refusals, and the stated cause has no hours.
void hold_against_clock(Bench& bench) {
  if (!follows_clock(bench.finding)) return;
  ClaimCheck& answer = bench.answer;
  if (answer.verdict == ClaimVerdict::does_not_fit) {
    answer.text += "; refusals follow the clock";
  } else if (answer.verdict != ClaimVerdict::fits) {
    answer.verdict = ClaimVerdict::clock;
  }
}

void mention_neighbors(Bench& bench) {
  if (bench.claim.per != ClaimScope::ip && bench.claim.kind != ClaimKind::concurrency) return;
  if (bench.answer.verdict != ClaimVerdict::does_not_fit) return;
  bench.answer.text += " (unless others send from our address, too)";
}

}  // namespace

std::optional<ClaimCheck> check(const Claim& claim, std::string_view provider,
                                const Finding& finding, const Evidence& evidence) {
  if (!claim || is_our_own(claim.kind) || evidence.refusals() == 0) return std::nullopt;
  Bench bench{.claim = claim, .finding = finding, .evidence = evidence, .answer = {}};
  bench.answer.claim = claim;
  bench.answer.provider = provider;
  // Where it is not known whose words they are, nobody has documented them.
  if (provider.empty() && claim.basis == ClaimBasis::provider) {
    bench.answer.claim.basis = ClaimBasis::reply_text;
  }
  const auto entry = std::ranges::find(checks, claim.kind, &Check::kind);
  if (entry != checks.end()) {
    if (!is_what_was_found(bench)) entry->run(bench);
  } else {
    bench.say(
        ClaimVerdict::cannot_tell,
        "a mail log does not show what this depends on; it has to be asked for where it is kept");
  }
  hold_against_clock(bench);
  mention_neighbors(bench);
  return bench.answer;
}

}  // namespace curfew::verdict

namespace curfew {

const char* name(ClaimVerdict verdict) noexcept {
  static constexpr std::array names{"fits", "does_not_fit", "no_figure", "cannot_tell", "clock"};
  return names[static_cast<std::size_t>(verdict)];
}

const char* describe(ClaimVerdict verdict) noexcept {
  static constexpr std::array names{"fits", "does not fit", "names no figure to test",
                                    "cannot be told from this log",
                                    "is contradicted by the clock, which the refusals follow"};
  return names[static_cast<std::size_t>(verdict)];
}

}  // namespace curfew
