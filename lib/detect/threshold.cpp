#include "detect/explained.h"
#include "detect/nature.h"

namespace curfew::detect {
namespace {

using correlate::Scale;

constexpr double recipients_beyond = 0.1;
constexpr double limit_inside = 0.95;  // refused beyond a limit; as much is accepted below

// Refused if and only if the bin is at least the threshold's; contacts of which nothing is known
// have rates of their own.
std::optional<Explained> threshold(const Unit& unit, Scale scale, Model model,
                                   std::uint32_t least = 2) {
  const auto& bins = unit.histograms[static_cast<std::size_t>(scale)];
  Counts known;
  for (const Counts& bin : bins) known += bin;
  if (known.all() < 0.5 * unit.total.all()) return std::nullopt;
  const double unknown = cell(unit.total - known);
  std::optional<Explained> best;
  Counts below;
  for (std::size_t i = 1; i < bins.size(); ++i) {
    below += bins[i - 1];
    const Counts above = known - below;
    if (bin_edges(scale)[i - 1] < least) continue;
    if (bins[i].all() <= 0 || below.all() <= 0 || above.rate() <= below.rate()) continue;
    const double total = split(above, below) + unknown;
    if (best && total <= best->likelihood) continue;
    best = Explained{.model = model,
                     .likelihood = total,
                     .cost = 4 * cost_of_rate(unit.total) + std::log(24.0),
                     .applies = above,
                     .rule = {}};
    best->rule.threshold = bin_edges(scale)[i - 1];
  }
  return best;
}

// Limits within one connection or message know no chance: all beyond is refused, hardly any below.
std::optional<Explained> limit(const Unit& unit, Scale scale, Model model,
                               double least_beyond = limit_inside) {
  std::optional<Explained> found = threshold(unit, scale, model);
  if (!found || found->applies.rate() < least_beyond ||
      (unit.total - found->applies).rate() > 1 - limit_inside) {
    return std::nullopt;
  }
  return found;
}

// One that is refused while no other is open is not one too many, whatever the reply says.
bool are_several_open(const Unit& unit) {
  constexpr double least_known = 0.5;    // of the refusals
  constexpr double least_several = 0.3;  // of these; retries come alone
  const auto& bins = unit.histograms[static_cast<std::size_t>(Scale::sessions)];
  double known = 0;
  double several = 0;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    known += bins[i].all_refused();
    several += i > 0 ? bins[i].all_refused() : 0;
  }
  return known >= least_known * unit.total.all_refused() && several >= least_several * known;
}

}  // namespace

/// Refused while more than some number of our sessions are open.
std::optional<Explained> concurrency(const Unit& unit) {
  return threshold(unit, Scale::sessions, Model::concurrency);
}

std::optional<Explained> stated_concurrency(const Unit& unit) {
  if (unit.traits.cause != Cause::concurrency || unit.total.all_accepted() <= 0 ||
      !is_refused_repeatedly(unit) || !are_several_open(unit)) {
    return std::nullopt;
  }
  Explained explained = noise(unit);
  explained.model = Model::concurrency;
  explained.rule.model = explained.model;
  return explained;
}

std::optional<Explained> connection_messages(const Unit& unit) {
  return limit(unit, Scale::connection_use, Model::connection_messages);
}

std::optional<Explained> message_recipients(const Unit& unit) {
  // Of a message to more, the others are accepted: then the reply must say what it is about.
  const bool stated = unit.traits.cause == Cause::session_limit;
  return limit(unit, Scale::recipients, Model::message_recipients,
               stated ? recipients_beyond : limit_inside);
}

/// Refused once some number of messages was accepted within a minute.
std::optional<Explained> quota_minute(const Unit& unit) {
  return threshold(unit, Scale::minute, Model::quota_minute);
}

/// ... within an hour.
std::optional<Explained> quota_sliding(const Unit& unit) {
  return threshold(unit, Scale::hour, Model::quota_sliding);
}

/// ... since the full hour.
std::optional<Explained> quota_hour(const Unit& unit) {
  return threshold(unit, Scale::full_hour, Model::quota_hour);
}

}  // namespace curfew::detect
