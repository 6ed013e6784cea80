#include "daily/comparison.h"

#include <algorithm>

namespace curfew::daily {
namespace {

using std::chrono::days;

// A quiet server's first mail of a day comes some time after midnight.
constexpr std::chrono::hours slack{1};

bool is_midnight(WallTime wall) {
  return std::chrono::floor<days>(wall) == wall;
}

std::optional<DailyComparison> traffic_of(const Report& base, Instant from, Instant until) {
  const std::vector<TrafficSlot>& earlier = base.earlier_traffic;
  if (earlier.empty() || start_of(earlier.front().slot) > from + slack) return std::nullopt;
  DailyComparison one{.from = from, .until = until, .traffic = {}};
  for (const TrafficSlot& slot : earlier) {
    const Instant start = start_of(slot.slot);
    if (start >= from && start < until) one.traffic += slot.counts;
  }
  return one;
}

}  // namespace

void put_comparisons(DailyReport& report, const Period& chosen) {
  const Report& base = report.base;
  if (!chosen.since || !base.to) return;
  const Period period =
      Period{.since = chosen.since, .until = chosen.until.value_or(*base.to)}.in_whole_slots();
  const WallTime from = base.zone.to_wall(*period.since);
  const WallTime until = base.zone.to_wall(*period.until);
  if (until <= from) return;
  report.whole_days = is_midnight(from) && is_midnight(until);
  const auto before = [&](Milliseconds distance) {
    return traffic_of(base, base.zone.to_utc(from - distance), base.zone.to_utc(until - distance));
  };
  report.before = before(until - from);
  if (until - from < days(7)) report.week_before = before(days(7));
}

}  // namespace curfew::daily
