#include "analysis/copies.h"

#include <algorithm>

#include "parse/syslog_head.h"
#include "text/hash.h"
#include "time/wall_year.h"

namespace curfew::analysis {
Copies::Copies() : seed_(text::random_seed()) {}

void Copies::forget() {
  if (used_ == 0) return;
  std::ranges::fill(slots_, Slot{});
  used_ = 0;
}

// Line after line is of one day.
WallTime Copies::in_2000(WallTime wall) noexcept {
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  if (day != day_) {
    day_ = day;
    to_2000_ = time::in_year(day, 2000) - day;
  }
  return wall + to_2000_;
}

// Two writers of one line agree in second, server, tag and text; not in how they write the stamp.
std::uint64_t Copies::key_of(std::string_view line, const TimeZone& zone, int year) {
  parse::SyslogHead head;
  std::uint64_t key = 0;
  if (parse::read_syslog_head(line, head, &stamps_)) {
    const Stamp& stamp = head.stamp;
    const WallTime wall = stamp.has_year ? stamp.wall : time::in_year(stamp.wall, year);
    const Instant utc =
        stamp.offset ? Instant(wall.time_since_epoch() - *stamp.offset) : zone.to_utc(wall);
    // Without its year: two logs without one may have been given different years.
    const WallTime moment = in_2000(WallTime(utc.time_since_epoch()));
    const auto seconds =
        std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
    key = text::hash(head.body, seed_ ^ static_cast<std::uint64_t>(seconds));
    key = text::hash(head.host, key);
    key = text::hash(head.tag, key);
    key = text::hash(head.pid, key);
  } else {
    key = text::hash(line, seed_);
  }
  return key == 0 ? 1 : key;
}

void Copies::grow() {
  constexpr std::size_t smallest = 4096;
  std::vector<Slot> old(std::max(smallest, 2 * slots_.size()));
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.key == 0) continue;
    std::size_t at = slot.key & mask;
    while (slots_[at].key != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

// The key's place, made when there is none; null when there are too many.
Copies::Slot* Copies::place(std::uint64_t key, std::uint32_t log) {
  if (4 * (used_ + 1) > 3 * slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = key & mask;
  while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & mask;
  if (slots_[at].key == key) return &slots_[at];
  if (used_ >= most) {
    full_ = true;
    return nullptr;
  }
  ++used_;
  slots_[at] = {.key = key, .most = 0, .seen = 0, .log = log};
  return &slots_[at];
}

// One more of this line in this log; whether another log had as many.
bool Copies::is_copy(std::uint64_t key, std::uint32_t log) {
  Slot* line = place(key, log);
  if (line == nullptr) return false;
  std::uint32_t seen = 0;
  if (line->log == log) {
    seen = ++line->seen;
  } else {
    // The others' own numbers stand in places of their own, so that the logs may take turns.
    const std::uint64_t own = key * 0x9E3779B97F4A7C15U + log + 1;
    Slot* const count = place(own == 0 ? 1 : own, log);
    if (count == nullptr) return false;
    seen = ++count->seen;
    line = place(key, log);  // it may have moved
  }
  if (seen <= line->most) return true;
  line->most = seen;
  return false;
}

Lines Copies::without_copies(std::uint32_t log, const TimeZone& zone, int year, Lines lines) {
  kept_.clear();
  for (const Line& line : lines) {
    if (is_copy(key_of(line.text, zone, year), log)) {
      ++left_out_;
    } else {
      kept_.push_back(line);
    }
  }
  return kept_;
}

}  // namespace curfew::analysis
