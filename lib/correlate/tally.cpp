#include "correlate/ledger.h"

#include "correlate/slot_counts.h"
#include "correlate/slot_packing.h"
#include "correlate/traffic_fields.h"

namespace curfew {
Tally& Tally::operator+=(const Tally& other) noexcept {
  messages += other.messages;
  first_attempts += other.first_attempts;
  delivered += other.delivered;
  deferred += other.deferred;
  bounced += other.bounced;
  reused += other.reused;
  not_contacted += other.not_contacted;
  expired += other.expired;
  return *this;
}

Tally& Tally::operator+=(const BucketCounts& counts) noexcept {
  return *this += Tally{.messages = counts.messages,
                        .first_attempts = counts.first_attempts,
                        .delivered = counts.delivered,
                        .deferred = counts.deferred,
                        .bounced = counts.bounced,
                        .reused = counts.reused,
                        .not_contacted = counts.not_contacted,
                        .expired = counts.expired};
}

Tally BucketSeries::tally() const noexcept {
  Tally sum;
  for (const Bucket& bucket : buckets) sum += bucket.counts;
  return sum;
}

Traffic& Traffic::operator+=(const Traffic& other) noexcept {
  for (const auto field : traffic_fields) this->*field += other.*field;
  return *this;
}

TrafficSlot& TrafficSlot::operator+=(const TrafficSlot& other) noexcept {
  counts += other.counts;
  return *this;
}

// Which there are, and these.
void pack(const TrafficSlot& slot, PackedWriter& writer) {
  unsigned present = 0;
  for (std::size_t i = 0; i < traffic_fields.size(); ++i) {
    present |= slot.counts.*traffic_fields[i] != 0 ? 1U << i : 0U;
  }
  writer.number(present);
  for (const auto field : traffic_fields) {
    if (slot.counts.*field != 0) writer.number(slot.counts.*field);
  }
}

void unpack(PackedReader& reader, TrafficSlot& slot) {
  const std::uint64_t present = reader.number();
  for (std::size_t i = 0; i < traffic_fields.size(); ++i) {
    if ((present >> i & 1U) != 0) slot.counts.*traffic_fields[i] = reader.number();
  }
}

template class SlotSeries<TrafficSlot>;

}  // namespace curfew
