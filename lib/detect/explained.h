#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curfew/finding.h"
#include "detect/counts.h"
#include "detect/unit.h"

namespace curfew::detect {

/// How well a model explains a unit: its likelihood, what its parameters cost, in nats.
struct Explained {
  Model model = Model::noise;
  double likelihood = 0;
  double cost = 0;
  Counts applies;  // contacts to which the rule applies
  Rule rule;

  double value() const noexcept { return likelihood - cost; }
};

/// The likelihood of a rule that applies to some contacts and not to others.
inline double split(const Counts& applies, const Counts& rest) noexcept {
  return cell(applies) + cell(rest);
}

/// What one rate costs, with that many contacts.
inline double cost_of_rate(const Counts& total) noexcept {
  return 0.5 * std::log(std::max(total.all(), 2.0));
}

// The models. Each gives nothing where it does not apply at all.
Explained noise(const Unit& unit);
std::optional<Explained> message(const Unit& unit);
std::optional<Explained> recipient(const Unit& unit);
std::optional<Explained> sender(const Unit& unit);
std::optional<Explained> greylist(const Unit& unit);
/// A greylist that says so itself, of too few refusals to be known by anything else: all that were
/// refused were young, and retries were accepted.
std::optional<Explained> stated_greylist(const Unit& unit);
std::optional<Explained> concurrency(const Unit& unit);
/// As the replies say, where the log does not tell how many of our sessions are too many.
std::optional<Explained> stated_concurrency(const Unit& unit);
/// From some message of a connection, or recipient of a message, on all are refused.
std::optional<Explained> connection_messages(const Unit& unit);
std::optional<Explained> message_recipients(const Unit& unit);
std::optional<Explained> quota_minute(const Unit& unit);
std::optional<Explained> quota_sliding(const Unit& unit);
std::optional<Explained> quota_hour(const Unit& unit);
std::optional<Explained> quota_day(const Unit& unit);
std::optional<Explained> outage(const Unit& unit);  // or episodic, when there are many
std::optional<Explained> block(const Unit& unit);
/// Nothing was ever accepted: a block since before the log begins; where there was no reply, an
/// outage as long as the log. Nothing where the refusals are too few, or of too few mails.
std::optional<Explained> always_refused(const Unit& unit);

/// All models of the unit but the window and the daily quota; noise first.
std::vector<Explained> rivals(const Unit& unit);
/// The daily quota, at its place among these. To try it takes longer than all others together.
void add_quota_day(const Unit& unit, std::vector<Explained>& rivals);
/// Less than that no daily quota costs.
inline double cost_of_quota_day(const Unit& unit) noexcept {
  return 4 * cost_of_rate(unit.total) + 2 * std::log(24.0);
}

}  // namespace curfew::detect
