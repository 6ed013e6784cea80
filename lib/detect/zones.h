#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "curfew/time.h"
#include "detect/unit.h"
#include "time/zone_changes.h"

namespace curfew::detect {

/// A zone that several threads know: a TimeZone serves one alone.
class SharedZone {
 public:
  SharedZone(TimeZone zone = {}) : zone_(std::move(zone)) {}
  TimeZone copy() const { return zone_; }

 private:
  TimeZone zone_;  // never asked, so that its cache is never written
};

/// Zones that move their clocks alike within the data: a rule on the clock of one looks the same on
/// that of the others, but for the hour's name.
struct ClockClass {
  std::vector<time::ZoneChange> changes;
  std::vector<std::string> zones;  // the best known first
  SharedZone zone;                 // one of them
};

/// The classes of all zones, for the spans of many units. Reads the database when first asked. May
/// be asked by several threads.
class ClockBook {
 public:
  ClockBook(Instant begin, Instant end) : begin_(begin), end_(end) {}
  /// The classes of a span within the book's.
  std::shared_ptr<const std::vector<ClockClass>> classes(Instant begin, Instant end);

 private:
  std::mutex mutex_;
  Instant begin_;
  Instant end_;
  std::vector<ClockClass> all_;  // of the whole span
  std::shared_ptr<const std::vector<ClockClass>> last_;
};

/// The class of zones that never change their clocks. Needs no database.
ClockClass steady_class();

/// Slots between UTC and the zone's clock at that moment.
long slots_east(const TimeZone& zone, Slot slot);

/// Each row's slot, on the clock of a class of the unit's span.
std::vector<long> local_slots(const Unit& unit, const ClockClass& clock);

}  // namespace curfew::detect
