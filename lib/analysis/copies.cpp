#include "analysis/copies.h"

#include <algorithm>

#include "parse/syslog_head.h"
#include "text/hash.h"
#include "time/wall_year.h"

namespace curfew::analysis {
namespace {

// Lines of several processes reach a log this much out of order.
constexpr std::chrono::minutes margin(10);

Instant minus_margin(Instant at) noexcept {
  return at == Instant::min() || at == Instant::max() ? at : at - margin;
}

}  // namespace

Copies::Copies() : seed_(text::random_seed()) {}

void Copies::begin(const ClockHints& hints, Instant first, Instant shared_until,
                   Instant shared_from) {
  zone_ = hints.zone;
  year_ = time::year_of(zone_.to_wall(first));
  shared_until_ = shared_until;
  shared_from_ = minus_margin(shared_from);
  filters_ = used_ != 0 && minus_margin(first) <= shared_until_;
  reached_ = false;
  newest_ = Instant::min();
  left_out_ = 0;
  ++log_;
}

// Two writers of one line agree in second, server, tag and text; not in how they write the stamp.
std::uint64_t Copies::key_of(std::string_view line) const {
  parse::SyslogHead head;
  std::uint64_t key = 0;
  if (parse::read_syslog_head(line, head)) {
    const Stamp& stamp = head.stamp;
    const WallTime wall = stamp.has_year ? stamp.wall : time::in_year(stamp.wall, year_);
    const Instant utc =
        stamp.offset ? Instant(wall.time_since_epoch() - *stamp.offset) : zone_.to_utc(wall);
    // Without its year: two logs without one may have been given different years.
    const WallTime day = time::in_year(WallTime(utc.time_since_epoch()), 2000);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(day).time_since_epoch().count();
    key = text::hash(head.body, seed_ ^ static_cast<std::uint64_t>(seconds));
    key = text::hash(head.host, key);
    key = text::hash(head.tag, key);
    key = text::hash(head.pid, key);
  } else {
    key = text::hash(line, seed_);
  }
  return key == 0 ? 1 : key;
}

Copies::Slot* Copies::find(std::uint64_t key) noexcept {
  if (slots_.empty()) return nullptr;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = key & mask;; at = (at + 1) & mask) {
    if (slots_[at].key == key) return &slots_[at];
    if (slots_[at].key == 0) return nullptr;
  }
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

// One more of this line in this log.
void Copies::add(std::uint64_t key) {
  if (Slot* const slot = find(key)) {
    if (slot->log != log_) {
      slot->log = log_;
      slot->seen = 0;
    }
    slot->most = std::max(slot->most, ++slot->seen);
    return;
  }
  if (used_ == most) {
    full_ = true;
    return;
  }
  if (4 * (used_ + 1) > 3 * slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = key & mask;
  while (slots_[at].key != 0) at = (at + 1) & mask;
  slots_[at] = {.key = key, .most = 1, .seen = 1, .log = log_};
  ++used_;
}

Lines Copies::without_copies(Lines lines) {
  if (!filters_) return lines;
  kept_.clear();
  unseen_.clear();
  for (const Line& line : lines) {
    const std::uint64_t key = key_of(line.text);
    Slot* const slot = find(key);
    if (slot == nullptr) {
      unseen_.push_back(key);
      kept_.push_back(line);
      continue;
    }
    const std::uint32_t before = slot->most;
    add(key);
    if (slot->seen > before) {
      kept_.push_back(line);
    } else {
      ++left_out_;
    }
  }
  return kept_;
}

void Copies::remember(Lines lines, const Events& events) {
  Instant oldest = Instant::max();
  for (const Event& event : events) {
    oldest = std::min(oldest, event.time);
    newest_ = std::max(newest_, event.time);
  }
  // A batch that tells of no moment stands where the one before stood.
  reached_ = reached_ || newest_ >= shared_from_;
  if (reached_ && filters_) {
    for (const std::uint64_t key : unseen_) add(key);
  } else if (reached_) {
    for (const Line& line : lines) add(key_of(line.text));
  }
  if (oldest != Instant::max() && minus_margin(oldest) > shared_until_) filters_ = false;
}

}  // namespace curfew::analysis
