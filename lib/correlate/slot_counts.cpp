#include "correlate/slot_counts.h"

#include <algorithm>

namespace curfew::correlate {

SlotCounts& SlotCounts::operator+=(const SlotCounts& other) noexcept {
  first += other.first;
  retry += other.retry;
  earliest = std::min(earliest, other.earliest);
  latest = std::max(latest, other.latest);
  earliest_first = std::min(earliest_first, other.earliest_first);
  return *this;
}

void add(SlotSeries& series, const SlotCounts& counts) {
  // A log runs forward: the slot is nearly always the newest or a new one.
  if (!series.empty() && series.back().slot == counts.slot) {
    series.back() += counts;
    return;
  }
  if (series.size() == series.capacity()) series.reserve(series.size() + series.size() / 4 + 2);
  if (series.empty() || series.back().slot < counts.slot) {
    series.push_back(counts);
    return;
  }
  const auto place = std::ranges::lower_bound(series, counts.slot, {}, &SlotCounts::slot);
  if (place->slot == counts.slot) {
    *place += counts;
  } else {
    series.insert(place, counts);
  }
}

void add(SlotSeries& series, const SlotSeries& other) {
  if (other.empty()) return;
  if (series.empty() || series.back().slot < other.front().slot) {
    series.insert(series.end(), other.begin(), other.end());
    return;
  }
  SlotSeries sum;
  sum.reserve(series.size() + other.size());
  auto mine = series.begin();
  auto theirs = other.begin();
  while (mine != series.end() || theirs != other.end()) {
    if (theirs == other.end() || (mine != series.end() && mine->slot < theirs->slot)) {
      sum.push_back(*mine++);
    } else if (mine == series.end() || theirs->slot < mine->slot) {
      sum.push_back(*theirs++);
    } else {
      sum.push_back(*mine++);
      sum.back() += *theirs++;
    }
  }
  series = std::move(sum);
}

}  // namespace curfew::correlate
