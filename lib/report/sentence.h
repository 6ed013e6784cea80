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

/// The same in short: "17:00-07:00", "Mon-Fri 09:00-11:00", "Sat 02:00 - Sat 04:00".
std::string short_hours_of(const Window& window);

/// The windows that hold when the log ends, then those that have ended. Hours may have moved, so
/// what is said of a finding in the present is said of the first of these.
std::vector<Window> in_force_first(const Finding& finding);

/// The first refusal, where it lies within the data and not before.
std::optional<Instant> onset_of(const Finding& finding);

/// Of all windows of a finding: how often they were tried, and how often that was refused.
struct Occurrences {
  std::uint64_t refused = 0;
  std::uint64_t tried = 0;
  const char* unit = "days";  ///< or "weeks"; "times" where there are several windows
};
Occurrences occurrences_of(const Finding& finding);
/// "on 22 of 22 days", "8 of 8 times".
std::string words_of(const Occurrences& seen);

/// "cox.example refuses our mail every day from 17:00 to 07:00 (America/Phoenix)": who, and when
/// or by which rule.
std::string headline_of(const Finding& finding);

/// "since 2 June 2020", "since before the log begins until 8 June 2020"; of a rule that tells no
/// time the first refusal, which on the first day of the log says nothing of what was before. Empty
/// where it is not known.
std::string since_of(const Finding& finding, std::optional<Instant> log_begins = std::nullopt);

/// "refused 208 of 208 tries between 17:00 and 07:00; accepted all 313 at other hours".
std::string tries_of(const Finding& finding);

/// What else there is to know, a sentence without its period each.
std::vector<std::string> remarks_of(const Finding& finding);

/// "Open now (24 June 11:58), closes at 17:00" on the clock of its hours; now: when the log ends.
/// Without hours, whether it lasts.
std::string state_of(const Finding& finding, std::optional<Instant> log_ends);

/// "2 June 2020", the day on the wall of that zone.
std::string day_of(Instant at, const TimeZone& zone);

/// What its rule says of a finding that is no window: "after 100 messages in an hour".
std::string rule_of(const Rule& rule, const TimeZone& zone);

}  // namespace curfew::report
