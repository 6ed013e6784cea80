#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "curfew/finding.h"

namespace curfew::report {

/// "every day from 17:00 to 07:00", "Mon-Fri from 09:00 to 11:00", "weekly from Sat 02:00 to Sat
/// 04:00".
std::string hours_of(const Window& window);

/// The windows that hold when the log ends, then those that have ended. Hours may have moved, so
/// what is said of a finding in the present is said of the first of these.
std::vector<Window> in_force_first(const Finding& finding);

/// The first refusal, where it lies within the data and not before.
std::optional<Instant> onset_of(const Finding& finding);

/// Of all windows of a finding: how often they were tried, and how often that was refused.
struct Occurrences {
  std::uint64_t refused = 0;
  std::uint64_t asked = 0;
  const char* what = "times agree";  ///< "days agree" where there is one window
};
Occurrences occurrences_of(const Finding& finding);

/// "in force when the log ends; open now, closes 2020-06-24 17:00", on the clock of its hours.
std::string state_of(const Finding& finding);

/// "2 June 2020", the day on the wall of that zone.
std::string day_of(Instant at, const TimeZone& zone);

/// What its rule says of a finding that is no window: "after 100 messages in an hour".
std::string rule_of(const Rule& rule, const TimeZone& zone);

}  // namespace curfew::report
