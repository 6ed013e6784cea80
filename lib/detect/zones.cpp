#include "detect/zones.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "detect/counts.h"
#include "time/known_zones.h"

namespace curfew::detect {
namespace {

ClockClass& class_of(std::vector<ClockClass>& classes, std::vector<time::ZoneChange> changes,
                     const TimeZone& zone) {
  const auto place = std::ranges::find(classes, changes, &ClockClass::changes);
  if (place != classes.end()) return *place;
  return classes.emplace_back(ClockClass{.changes = std::move(changes), .zones = {}, .zone = zone});
}

std::vector<ClockClass> clock_classes(Instant begin, Instant end) {
  std::vector<ClockClass> classes;
  for (const std::string& name : time::zone_names()) {
    const TimeZone zone = TimeZone::named(name);
    class_of(classes, time::changes_of(zone, begin, end), zone).zones.push_back(name);
  }
  return classes;
}

bool same_changes(const std::vector<ClockClass>& a, const std::vector<ClockClass>& b) {
  return std::ranges::equal(a, b, {}, &ClockClass::changes, &ClockClass::changes);
}

}  // namespace

std::shared_ptr<const std::vector<ClockClass>> ClockBook::classes(Instant begin, Instant end) {
  const std::lock_guard lock(mutex_);
  if (all_.empty()) all_ = clock_classes(begin_, end_);
  std::vector<ClockClass> within;
  for (const ClockClass& one : all_) {
    std::vector<time::ZoneChange> changes = one.changes;
    std::erase_if(changes, [&](const time::ZoneChange& change) {
      return change.at <= begin || change.at >= end;
    });
    ClockClass& place = class_of(within, std::move(changes), one.zone.copy());
    place.zones.insert(place.zones.end(), one.zones.begin(), one.zones.end());
  }
  for (ClockClass& one : within) {
    std::ranges::sort(one.zones, {}, [](const std::string& zone) {
      return std::pair(time::fame_of(zone), std::string_view(zone));
    });
  }
  if (!last_ || !same_changes(*last_, within)) {
    last_ = std::make_shared<const std::vector<ClockClass>>(std::move(within));
  }
  return last_;
}

ClockClass steady_class() {
  return {.changes = {}, .zones = {"UTC"}, .zone = {}};
}

long slots_east(const TimeZone& zone, Slot slot) {
  return floor_div(zone.offset(start_of(slot)).count(), seconds_in_slot);
}

// The zone is asked at each of its changes: to ask it for each row takes longer than all the rest.
std::vector<long> local_slots(const Unit& unit, const ClockClass& clock) {
  std::vector<long> slots;
  if (unit.rows.empty()) return slots;
  slots.reserve(unit.rows.size());
  const TimeZone zone = clock.zone.copy();
  long east = slots_east(zone, unit.rows.front().slot);
  auto change = clock.changes.begin();
  for (const Row& row : unit.rows) {
    for (; change != clock.changes.end() && change->at <= start_of(row.slot); ++change) {
      east = slots_east(zone, row.slot);
    }
    slots.push_back(row.slot + east);
  }
  return slots;
}

}  // namespace curfew::detect
