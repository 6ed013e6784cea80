#include <algorithm>

#include "detect/explained.h"
#include "detect/nature.h"

namespace curfew::detect {

/// One rate for everything.
Explained noise(const Unit& unit) {
  return {.model = Model::noise,
          .likelihood = likelihood(unit.total.all_refused(), unit.total.all()),
          .cost = cost_of_rate(unit.total),
          .applies = unit.total,
          .rule = {}};
}

/// Some messages are refused whenever they are tried, so retries are refused more often.
std::optional<Explained> message(const Unit& unit) {
  const Counts& total = unit.total;
  if (total.refused[1] * total.of(0) <= total.refused[0] * total.of(1)) return std::nullopt;
  return Explained{.model = Model::message,
                   .likelihood = cell(total),
                   .cost = 2 * cost_of_rate(total) + 1,
                   .applies = total,
                   .rule = {}};
}

std::vector<Explained> rivals(const Unit& unit) {
  struct Rival {
    std::optional<Explained> (*explain)(const Unit&);
    bool (*may_be)(const Unit&);
  };
  constexpr auto about_us = [](const Unit& one) { return !one.traits.about_mailbox; };
  constexpr auto replied = [](const Unit& one) { return !is_unreachable(one); };
  constexpr auto may_be_rule_of_theirs = [](const Unit& one) {
    return !is_unreachable(one) && !one.traits.about_mailbox;
  };
  // What a message holds is refused at any time, whoever sends it.
  constexpr auto may_be_sender = [](const Unit& one) {
    return !is_unreachable(one) && !one.traits.about_mailbox && one.traits.cause != Cause::content;
  };
  constexpr auto may_be_outage = [](const Unit& one) {
    return !one.traits.about_mailbox && one.traits.cause != Cause::content;
  };
  constexpr auto may_be_limit = [](const Unit& one) {
    return !is_unreachable(one) && !one.traits.about_mailbox && !one.traits.says_greylisting;
  };
  constexpr auto is_tried_again = [](const Unit& one) {
    return !is_unreachable(one) && !is_final(one);
  };
  constexpr Rival rows[] = {{message, replied},
                            {recipient, replied},
                            {sender, may_be_sender},
                            {greylist, is_tried_again},
                            {concurrency, may_be_rule_of_theirs},
                            {connection_messages, may_be_limit},
                            {message_recipients, may_be_limit},
                            {quota_minute, may_be_rule_of_theirs},
                            {quota_sliding, may_be_rule_of_theirs},
                            {quota_hour, may_be_rule_of_theirs},
                            {outage, may_be_outage},
                            {block, about_us}};
  std::vector<Explained> all{noise(unit)};
  for (const Rival& row : rows) {
    if (!row.may_be(unit)) continue;
    if (std::optional<Explained> one = row.explain(unit)) all.push_back(std::move(*one));
  }
  for (Explained& one : all) one.rule.model = one.model;
  return all;
}

void add_quota_day(const Unit& unit, std::vector<Explained>& rivals) {
  std::optional<Explained> quota = quota_day(unit);
  if (!quota) return;
  quota->rule.model = quota->model;
  const auto place = std::ranges::find_if(rivals, [](const Explained& one) {
    return one.model == Model::outage || one.model == Model::episodic || one.model == Model::block;
  });
  rivals.insert(place, std::move(*quota));
}

}  // namespace curfew::detect
