#include <algorithm>
#include <cmath>

#include "verdict/advice_terms.h"
#include "verdict/seconds.h"

namespace curfew::verdict {
namespace {

// As many as are still taken: the rule names the first number that is refused.
std::int64_t most_taken(const Finding& finding) {
  if (!finding.rule || finding.rule->threshold < 2) return 0;
  return static_cast<std::int64_t>(finding.rule->threshold) - 1;
}

struct Allowance {
  std::int64_t messages = 0;
  std::int64_t seconds = hour;
  const char* span = "an hour";

  double a_day() const {
    const std::int64_t times = day / seconds;
    return static_cast<double>(messages) * static_cast<double>(times);
  }
};

std::optional<Allowance> allowance_of(const Finding& finding) {
  if (!finding.rule || finding.rule->threshold == 0) return std::nullopt;
  Allowance allowance{.messages = static_cast<std::int64_t>(finding.rule->threshold)};
  if (finding.rule->model == Model::quota_minute) {
    allowance.seconds = minute;
    allowance.span = "a minute";
  } else if (finding.rule->model == Model::quota_day) {
    allowance.seconds = day;
    allowance.span = "a day";
  }
  return allowance;
}

bool exceeds(const Terms& terms, const Allowance& allowance) {
  return terms.situation.messages_a_day > allowance.a_day();
}

std::string takes(const Allowance& allowance) {
  return "They take about " + number(allowance.messages) + " messages " + allowance.span;
}

std::string counted(std::int64_t count, const char* one, const char* many) {
  return number(count) + ' ' + (count == 1 ? one : many);
}

}  // namespace

std::optional<Remedy> against_connections(const Terms& terms) {
  const std::int64_t limit = most_taken(terms.finding());
  if (limit == 0) return std::nullopt;
  Remedy remedy = remedy_of(terms, RemedyKind::fewer_connections);
  remedy.limit = limit;
  remedy.why = "They refuse when more than " + number(limit) + " of our sessions are open";
  remedy.text = remedy.why + "; kept at that, none is refused for it.";
  return remedy;
}

std::optional<Remedy> against_limit(const Terms& terms) {
  const std::int64_t limit = most_taken(terms.finding());
  if (limit == 0) return std::nullopt;
  const bool of_messages = terms.finding().rule->model == Model::connection_messages;
  Remedy remedy = remedy_of(
      terms, of_messages ? RemedyKind::fewer_messages_in_connection : RemedyKind::fewer_recipients);
  remedy.limit = limit;
  if (of_messages) {
    remedy.why = "They take " + counted(limit, "message", "messages") +
                 " in a connection and refuse the next";
    remedy.text = remedy.why + "; with a new connection after so many, none is refused for it.";
  } else {
    remedy.why = "They take " + counted(limit, "recipient", "recipients") +
                 " of a message at once and refuse the others";
    remedy.text = remedy.why + "; sent in portions, none is refused for it.";
  }
  return remedy;
}

// Whether what we want to send fits at all: beyond the quota no schedule helps.
std::optional<Advice> about_demand(const Terms& terms) {
  const std::optional<Allowance> allowance = allowance_of(terms.finding());
  const double wanted = terms.situation.messages_a_day;
  if (!allowance || wanted <= 0) return std::nullopt;
  const std::string want =
      "we want to send about " + number(std::llround(std::max(1.0, wanted))) + " a day";
  if (exceeds(terms, *allowance)) {
    return made("ask_for_more",
                takes(*allowance) + ", and " + want +
                    ": that is more, so sending slower does not help. Ask their postmaster for a "
                    "higher limit, or send less.");
  }
  if (allowance->seconds == day) {
    return made("spread",
                takes(*allowance) + ", and " + want +
                    " on average, which fits: what is refused are days with more. Spread bulk mail "
                    "over days, or ask their postmaster for a higher limit.");
  }
  return std::nullopt;
}

// Where a burst would have to wait for minutes between two messages, slowing down costs more than
// the refusals do.
std::optional<Remedy> against_amount(const Terms& terms) {
  const std::optional<Allowance> allowance = allowance_of(terms.finding());
  if (!allowance || allowance->seconds == day || exceeds(terms, *allowance)) return std::nullopt;
  constexpr std::int64_t slowest = 120;
  const std::int64_t delay = (allowance->seconds + allowance->messages - 1) / allowance->messages;
  Remedy remedy = remedy_of(terms, RemedyKind::slower);
  remedy.why = takes(*allowance);
  remedy.otherwise = "have bulk mail handed over in portions below that";
  if (delay <= slowest) {
    remedy.delay = std::chrono::seconds(delay);
    remedy.text = remedy.why + ": one every " + number(delay) +
                  " s stays below that, and a burst leaves one by one instead of being refused.";
  } else {
    remedy.text = remedy.why +
                  ". Sent one by one, mail would wait longer than it does: " + remedy.otherwise +
                  '.';
  }
  return remedy;
}

}  // namespace curfew::verdict
