#include "correlate/accepted_lately.h"

#include <algorithm>

namespace curfew::correlate {
namespace {

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 3600;

std::int64_t hour_of(std::int64_t second) noexcept {
  return (second >= 0 ? second : second - hour + 1) / hour;
}

}  // namespace

void AcceptedLately::forget(std::int64_t second) {
  std::size_t old = 0;
  while (old < entries_.size() && entries_[old].second < second - hour) {
    in_entries_ -= entries_[old].count;
    ++old;
  }
  if (old != 0) entries_.erase(entries_.begin(), entries_.begin() + static_cast<long>(old));
}

AcceptedLately::Counts AcceptedLately::before(std::int64_t second) {
  forget(second);
  Counts counts{.minute = 0, .hour = in_entries_, .full_hour = 0};
  for (std::size_t i = entries_.size(); i-- > 0 && entries_[i].second >= second - minute;) {
    counts.minute += entries_[i].count;
  }
  if (hour_of(second) == full_hour_) counts.full_hour = since_full_hour_;
  return counts;
}

void AcceptedLately::add(std::int64_t second) {
  if (hour_of(second) > full_hour_) {
    full_hour_ = hour_of(second);
    since_full_hour_ = 0;
  }
  if (hour_of(second) == full_hour_) ++since_full_hour_;
  ++in_entries_;
  if (!entries_.empty() && entries_.back().second >= second) {
    ++entries_.back().count;  // the same second, or slightly late
    return;
  }
  if (entries_.size() >= most) coarsen();
  entries_.push_back({.second = second, .count = 1});
}

// Joins what lies in the same minute, but for the last minute.
void AcceptedLately::coarsen() {
  const std::int64_t keep = entries_.back().second - minute;
  std::size_t kept = 0;
  for (std::size_t i = 1; i < entries_.size(); ++i) {
    const Entry entry = entries_[i];
    Entry& last = entries_[kept];
    if (entry.second < keep && entry.second / minute == last.second / minute) {
      last.second = entry.second;
      last.count += entry.count;
    } else {
      entries_[++kept] = entry;
    }
  }
  entries_.resize(kept + 1);
}

}  // namespace curfew::correlate
