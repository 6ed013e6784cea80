#include "report/grid.h"

#include <algorithm>
#include <limits>

namespace curfew::report {
namespace {

constexpr std::chrono::minutes cell_length{30};

struct Place {
  std::chrono::local_days day;
  std::size_t cell;
};

Place place_of(Slot slot, const TimeZone& zone) {
  const WallTime wall = zone.to_wall(start_of(slot));
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  return {.day = day, .cell = static_cast<std::size_t>((wall - day) / cell_length)};
}

bool is_shown(const BucketSeries& series, const Names& names, std::string_view code) {
  return series.code == Name::none || code.empty() || names.word(series.code) == code;
}

}  // namespace

std::vector<GridDay> grid_of(std::span<const BucketSeries> series, const Names& names,
                             std::string_view code, const TimeZone& zone) {
  Slot first = std::numeric_limits<Slot>::max();
  Slot last = std::numeric_limits<Slot>::min();
  for (const BucketSeries& one : series) {
    if (one.buckets.empty() || !is_shown(one, names, code)) continue;
    first = std::min(first, one.buckets.front().slot);
    last = std::max(last, one.buckets.back().slot);
  }
  if (first > last) return {};

  const std::chrono::local_days newest = place_of(last, zone).day;
  const std::chrono::local_days oldest =
      std::max(place_of(first, zone).day,
               newest - std::chrono::days(static_cast<int>(ReportFinding::most_days) - 1));
  std::vector<GridDay> days(static_cast<std::size_t>((newest - oldest).count()) + 1);
  for (std::size_t i = 0; i < days.size(); ++i) {
    days[i].day = oldest + std::chrono::days(static_cast<int>(i));
  }
  for (const BucketSeries& one : series) {
    if (!is_shown(one, names, code)) continue;
    for (const Bucket& bucket : one.buckets) {
      const Place place = place_of(bucket.slot, zone);
      // A zone may step over a whole day, so the newest slot need not lie on the newest day.
      if (place.day < oldest || place.day > newest) continue;
      GridCell& cell =
          days[static_cast<std::size_t>((place.day - oldest).count())].cells[place.cell];
      cell.refused += bucket.counts.deferred + bucket.counts.bounced;
      cell.accepted += bucket.counts.delivered;
    }
  }
  return days;
}

}  // namespace curfew::report
