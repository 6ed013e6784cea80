#include <algorithm>

#include "verdict/advice_terms.h"

namespace curfew::verdict {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes retry_interval{15};
constexpr minutes a_day{24 * 60};

// When a window in force ends on its clock, and how long it lasts.
Opening opening_of(const Window& window) {
  const minutes period = window.period == WindowPeriod::day ? a_day : 7 * a_day;
  const auto in_minutes = [](seconds time) { return std::chrono::floor<minutes>(time); };
  const minutes at = in_minutes(window.end->rounded);
  minutes shut = at - in_minutes(window.start->rounded);
  if (shut <= minutes(0)) shut += period;
  // How much later the interval ends, on the circle.
  const minutes later = (in_minutes(window.end->latest) - at + period) % period;
  return {.zone = window.zone,
          .weekly = window.period == WindowPeriod::week,
          .at = at,
          .latest = at + (later < minutes(120) ? later : minutes(0)),
          .shut = shut};
}

// Of each window in force, in the order of the finding.
std::vector<Opening> openings_of(const Finding& finding) {
  std::vector<Opening> openings;
  for (const Window& one : finding.windows) {
    if (!one.ended && one.start && one.end) openings.push_back(opening_of(one));
  }
  return openings;
}

// What is ours of the waits is worth an effort only where it is more than the effort leaves.
bool is_worth_it(const Terms& terms) {
  const WaitShares* waits = terms.situation.waits;
  return waits == nullptr || waits->ours > retry_interval;
}

}  // namespace

std::optional<Remedy> against_hours(const Terms& terms, const RetryFacts& retries) {
  std::vector<Opening> openings = openings_of(terms.finding());
  if (openings.empty()) return std::nullopt;
  Remedy remedy = remedy_of(terms, RemedyKind::retry_after_opening);
  remedy.longest_shut = std::ranges::max_element(openings, {}, &Opening::shut)->shut;
  // There a long night costs mail, not only time.
  remedy.outlasts_retries =
      retries.gives_up_after && remedy.longest_shut >= *retries.gives_up_after;
  if (!remedy.outlasts_retries && !is_worth_it(terms)) return std::nullopt;
  remedy.openings = std::move(openings);
  remedy.interval = retry_interval;
  if (const WaitShares* const waits = terms.situation.waits) {
    remedy.median_wait = waits->median;
    remedy.our_wait = waits->ours;
  }
  const std::string interval = number(retry_interval.count());
  remedy.why = "They take no mail in these hours";
  remedy.text = remedy.with_waits(
      "Try again every " + interval + " min: mail then leaves at most that long after they open",
      "about " + number(retry_interval.count() / 2) + " min");
  return remedy;
}

std::optional<Advice> about_returned_mail(const Terms& terms) {
  const std::uint64_t returned = terms.finding().counts.returned;
  std::string text =
      "What they refuse in these hours they refuse for good: it goes back to the "
      "sender and is not tried again";
  if (returned != 0) {
    text += " (" + number(static_cast<std::int64_t>(returned)) +
            (returned == 1 ? " message so far)" : " messages so far)");
  }
  text += ". Have mail for " + terms.domains.front() +
          (terms.domains.size() > 1 ? " and others" : "") +
          " sent at other hours, or hold it on our server until they open" +
          in_their_words(terms.situation, RemedyKind::hold_outside_hours) + '.';
  return made("send_outside", text);
}

}  // namespace curfew::verdict
