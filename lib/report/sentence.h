#pragma once

#include <string>

#include "curfew/finding.h"

namespace curfew::report {

/// "every day from 17:00 to 07:00", "Mon-Fri from 09:00 to 11:00", "from Sat 02:00 to Sat 04:00".
std::string hours_of(const Window& window);

/// "2 June 2020", the day on the wall of that zone.
std::string day_of(Instant at, const TimeZone& zone);

/// What its rule says of a finding that is no window: "after 100 messages in an hour".
std::string rule_of(const Rule& rule, const TimeZone& zone);

}  // namespace curfew::report
