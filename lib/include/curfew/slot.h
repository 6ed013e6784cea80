#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "curfew/time.h"

namespace curfew {

/// 15 minutes of UTC, counted from 1970. Every zone's offset is a whole number of slots.
using Slot = std::int32_t;
constexpr std::chrono::minutes slot_length{15};

constexpr Slot slot_of(Instant at) noexcept {
  using Slots = std::chrono::duration<Slot, std::ratio<15 * 60>>;
  return std::chrono::floor<Slots>(at.time_since_epoch()).count();
}
constexpr Instant start_of(Slot slot) noexcept {
  return Instant(slot_length * slot);
}

/// A half-open stretch of time; what is absent is unbounded.
struct Period {
  std::optional<Instant> since;
  std::optional<Instant> until;

  bool contains(Instant at) const noexcept {
    return (!since || at >= *since) && (!until || at < *until);
  }
  /// The same for all of a slot, of a period of whole slots.
  bool contains(Slot slot) const noexcept { return contains(start_of(slot)); }
  /// All slots of which it contains a part: what is counted by slot is counted so.
  Period in_whole_slots() const noexcept;
};

inline Period Period::in_whole_slots() const noexcept {
  Period whole;
  if (since) whole.since = start_of(slot_of(*since));
  if (until) whole.until = start_of(slot_of(*until - Milliseconds(1)) + 1);
  return whole;
}

}  // namespace curfew
