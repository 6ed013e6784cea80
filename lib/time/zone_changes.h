#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "curfew/time.h"

namespace curfew::time {

/// A moment at which the clocks of a zone were moved.
struct ZoneChange {
  Instant at{};
  std::chrono::minutes shift{};

  friend bool operator==(const ZoneChange&, const ZoneChange&) = default;
};

/// The changes of a zone after `begin` and before `end`.
std::vector<ZoneChange> changes_of(const TimeZone& zone, Instant begin, Instant end);

/// The zones that have differed since 1970, "UTC" first, then by name; what the system's database
/// calls its zones where it has no list of these. Empty without a database.
const std::vector<std::string>& zone_names();

}  // namespace curfew::time
