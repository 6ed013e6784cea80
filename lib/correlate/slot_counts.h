#pragma once

#include <cstdint>
#include <vector>

#include "correlate/slot_series.h"
#include "curfew/tally.h"
#include "curfew/time.h"

namespace curfew {
class PackedReader;
class PackedWriter;
void pack(const TrafficSlot& slot, PackedWriter& writer);
void unpack(PackedReader& reader, TrafficSlot& slot);

// As text/state.h says.
template <class Archive>
void each_field(Archive& archive, Traffic& traffic) {
  archive(traffic.messages, traffic.bytes, traffic.delivered, traffic.delivered_bytes,
          traffic.deferred, traffic.deferred_messages, traffic.held, traffic.discarded,
          traffic.bounced, traffic.expired, traffic.not_contacted, traffic.local,
          traffic.local_deferred, traffic.probes, traffic.rejected);
}
template <class Archive>
void each_field(Archive& archive, TrafficSlot& slot) {
  archive(slot.slot, slot.counts);
}
}  // namespace curfew

namespace curfew::correlate {

/// A moment within a slot, in 1/72 of a second: 15 minutes fit 16 bits.
using Moment = std::uint16_t;
constexpr Moment no_moment = 0xFFFF;
constexpr int moments_in_second = 72;

constexpr Moment moment_of(Instant at) noexcept {
  return static_cast<Moment>((at - start_of(slot_of(at))).count() * moments_in_second / 1000);
}

/// What happened in one slot: acceptances, or refusals with one code. Or what was no contact and
/// belongs to the code nevertheless: then only what our name server failed at is counted as first
/// attempt or retry.
struct SlotCounts {
  Slot slot = 0;
  std::uint32_t first = 0;  // first attempts
  std::uint32_t retry = 0;
  std::uint32_t first_at_host = 0;
  std::uint32_t unknown = 0;
  std::uint32_t returned = 0;     // of all these: refused for good
  std::uint32_t reused = 0;       // of all these: over a connection that had already delivered
  std::uint32_t passed_over = 0;  // of `first`: at hosts before the last one of an attempt
  std::uint32_t messages = 0;     // that met this remote and code for the first time
  std::uint32_t deferred_messages = 0;  // that this remote deferred for the first time
  std::uint32_t not_contacted = 0;      // deferrals for which the remote was never asked
  std::uint32_t expired = 0;
  std::uint32_t released = 0;      // deliveries of what was deferred with this code before
  std::uint32_t longest_wait = 0;  // of these, in seconds
  Moment earliest = no_moment;     // of all contacts
  Moment latest = 0;
  Moment earliest_first = no_moment;  // of the first attempts
  Moment earliest_at_host = no_moment;
  Moment earliest_unknown = no_moment;

  std::uint64_t count() const noexcept {
    return std::uint64_t{first} + retry + first_at_host + unknown;
  }
  SlotCounts& operator+=(const SlotCounts& other) noexcept;
  template <class Archive>
  void each_field(Archive& archive) {
    archive(slot, first, retry, first_at_host, unknown, returned, reused, passed_over, messages,
            deferred_messages, not_contacted, expired, released, longest_wait, earliest, latest,
            earliest_first, earliest_at_host, earliest_unknown);
  }
  friend bool operator==(const SlotCounts&, const SlotCounts&) = default;
};
static_assert(sizeof(SlotCounts) == 68);

void pack(const SlotCounts& counts, PackedWriter& writer);
void unpack(PackedReader& reader, SlotCounts& counts);

using SlotSeries = curfew::SlotSeries<SlotCounts>;

/// By slot, each slot once, to be gone through again and again.
using SlotList = std::vector<SlotCounts>;

/// Adds series up. What it holds is in order of slots, and each slot once, when it is asked for.
class SlotSum {
 public:
  void add(const SlotSeries& series);
  /// Needs: in order, each slot once.
  void add(const SlotList& list);
  void clear() noexcept;
  /// Lives until the next change.
  const SlotList& slots();

 private:
  void end_run();
  void merge_runs();

  SlotList slots_;
  SlotList merged_;
  std::vector<std::size_t> runs_;  // where each ends
  std::vector<std::size_t> merged_runs_;
};

/// What reports count of it: of acceptances, or of refusals.
BucketCounts bucket_of(const SlotCounts& counts, bool refused) noexcept;

}  // namespace curfew::correlate

extern template class curfew::SlotSeries<curfew::correlate::SlotCounts>;
extern template class curfew::SlotSeries<curfew::TrafficSlot>;
