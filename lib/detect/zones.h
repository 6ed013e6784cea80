#pragma once

#include <memory>
#include <string>
#include <vector>

#include "curfew/time.h"
#include "detect/unit.h"
#include "time/zone_changes.h"

namespace curfew::detect {

/// Zones that move their clocks alike within the data: a rule on the clock of one looks the same on
/// that of the others, but for the hour's name.
struct ClockClass {
  std::vector<time::ZoneChange> changes;
  std::vector<std::string> zones;
  TimeZone zone;  // the first
};

/// The classes of all zones, for the spans of many units. Reads the database when first asked.
class ClockBook {
 public:
  ClockBook(Instant begin, Instant end) : begin_(begin), end_(end) {}
  /// The classes of a span within the book's.
  std::shared_ptr<const std::vector<ClockClass>> classes(Instant begin, Instant end);

 private:
  Instant begin_;
  Instant end_;
  std::vector<ClockClass> all_;  // of the whole span
  std::shared_ptr<const std::vector<ClockClass>> last_;
};

/// The class of zones that never change their clocks. Needs no database.
ClockClass steady_class();

/// Slots between UTC and the zone's clock at that moment.
long slots_east(const TimeZone& zone, Slot slot);

/// Each row's slot, on the zone's clock.
std::vector<long> local_slots(const Unit& unit, const TimeZone& zone);

}  // namespace curfew::detect
