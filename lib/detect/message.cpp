#include <algorithm>

#include "detect/explained.h"

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
  if (total.of(0) <= 0 || total.of(1) <= 0) return std::nullopt;
  if (total.refused[1] * total.of(0) <= total.refused[0] * total.of(1)) return std::nullopt;
  return Explained{.model = Model::message,
                   .likelihood = cell(total),
                   .cost = 2 * cost_of_rate(total) + 1,
                   .applies = total,
                   .rule = {}};
}

std::vector<Explained> rivals(const Unit& unit) {
  constexpr std::optional<Explained> (*models[])(const Unit&) = {
      message,      recipient,     sender,     greylist, concurrency,
      quota_minute, quota_sliding, quota_hour, outage,   block};
  std::vector<Explained> all{noise(unit)};
  for (const auto model : models) {
    if (std::optional<Explained> explained = model(unit)) all.push_back(std::move(*explained));
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
