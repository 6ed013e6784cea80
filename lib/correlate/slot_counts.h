#pragma once

#include <cstdint>
#include <vector>

#include "curfew/slot_series.h"
#include "curfew/time.h"

namespace curfew {
class PackedReader;
class PackedWriter;
}  // namespace curfew

namespace curfew::correlate {

/// A moment within a slot, in 1/72 of a second: 15 minutes fit 16 bits.
using Moment = std::uint16_t;
constexpr Moment no_moment = 0xFFFF;
constexpr int moments_in_second = 72;

constexpr Moment moment_of(Instant at) noexcept {
  return static_cast<Moment>((at - start_of(slot_of(at))).count() * moments_in_second / 1000);
}

/// What happened in one slot: acceptances, or refusals with one code.
struct SlotCounts {
  Slot slot = 0;
  std::uint32_t first = 0;  // first attempts
  std::uint32_t retry = 0;
  std::uint32_t first_at_host = 0;
  std::uint32_t unknown = 0;
  std::uint32_t returned = 0;  // of all these
  Moment earliest = no_moment;
  Moment latest = 0;
  Moment earliest_first = no_moment;  // of the first attempts
  Moment earliest_at_host = no_moment;
  Moment earliest_unknown = no_moment;

  std::uint64_t count() const noexcept {
    return std::uint64_t{first} + retry + first_at_host + unknown;
  }
  SlotCounts& operator+=(const SlotCounts& other) noexcept;
  friend bool operator==(const SlotCounts&, const SlotCounts&) = default;
};
static_assert(sizeof(SlotCounts) == 36);

void pack(const SlotCounts& counts, PackedWriter& writer);
void unpack(PackedReader& reader, SlotCounts& counts);

using SlotSeries = curfew::SlotSeries<SlotCounts>;

/// By slot, each slot once, to be gone through again and again.
using SlotList = std::vector<SlotCounts>;

void add(SlotList& list, const SlotSeries& series);
void add(SlotList& list, const SlotList& other);

}  // namespace curfew::correlate

extern template class curfew::SlotSeries<curfew::correlate::SlotCounts>;
