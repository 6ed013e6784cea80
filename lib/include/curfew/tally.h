#pragma once

#include <cstdint>
#include <vector>

#include "curfew/export.h"
#include "curfew/names.h"
#include "curfew/slot.h"

namespace curfew {

/// The counts of one bucket, as a Tally but small: there are many.
struct BucketCounts {
  std::uint32_t messages = 0;
  std::uint32_t first_attempts = 0;
  std::uint32_t delivered = 0;
  std::uint32_t deferred = 0;
  std::uint32_t bounced = 0;
  std::uint32_t reused = 0;
  std::uint32_t not_contacted = 0;
  std::uint32_t expired = 0;

  friend bool operator==(const BucketCounts&, const BucketCounts&) = default;
};

/// Counts that add up. The three numbers of a deferral: messages, first attempts, contacts.
struct CURFEW_API Tally {
  std::uint64_t messages = 0;  ///< distinct, each where it first met this remote and code
  std::uint64_t first_attempts = 0;
  std::uint64_t delivered = 0;      ///< contacts that ended well
  std::uint64_t deferred = 0;       ///< contacts that were refused for now
  std::uint64_t bounced = 0;        ///< contacts that were refused for good
  std::uint64_t reused = 0;         ///< of `delivered`: over a connection already in use
  std::uint64_t not_contacted = 0;  ///< attempts for which the remote was never asked
  std::uint64_t expired = 0;        ///< recipients given up on after deferrals

  std::uint64_t contacts() const noexcept { return delivered + deferred + bounced; }
  Tally& operator+=(const Tally& other) noexcept;
  Tally& operator+=(const BucketCounts& counts) noexcept;
  friend bool operator==(const Tally&, const Tally&) = default;
};

struct Bucket {
  Slot slot = 0;
  BucketCounts counts;

  friend bool operator==(const Bucket&, const Bucket&) = default;
};

/// What one remote answered with one code (none: deliveries), slot after slot.
struct BucketSeries {
  Name remote = Name::none;
  Name code = Name::none;
  std::vector<Bucket> buckets;          ///< each slot once, in order
  std::uint64_t deferred_messages = 0;  ///< of these, messages that the remote first deferred here

  Tally tally() const noexcept;
};

/// What became of all mail in a stretch of time. Attempts, unless said otherwise.
struct CURFEW_API Traffic {
  std::uint64_t messages = 0;   ///< received
  std::uint64_t bytes = 0;      ///< of these
  std::uint64_t delivered = 0;  ///< recipients, remote and local
  std::uint64_t delivered_bytes = 0;
  std::uint64_t deferred = 0;           ///< asked or not
  std::uint64_t deferred_messages = 0;  ///< messages, each where it was first deferred
  std::uint64_t held = 0;               ///< recipients kept by a rule of ours
  std::uint64_t discarded = 0;          ///< recipients whose mail was thrown away by a rule of ours
  std::uint64_t bounced = 0;
  std::uint64_t expired = 0;         ///< recipients
  std::uint64_t not_contacted = 0;   ///< of `deferred`
  std::uint64_t local = 0;           ///< of `delivered`: never left the machine
  std::uint64_t local_deferred = 0;  ///< of `deferred`: by services of this machine
  std::uint64_t probes = 0;          ///< address checks, in no other count
  std::uint64_t rejected = 0;        ///< what strangers wanted of us

  Traffic& operator+=(const Traffic& other) noexcept;
  friend bool operator==(const Traffic&, const Traffic&) = default;
};

struct TrafficSlot {
  Slot slot = 0;
  Traffic counts;

  TrafficSlot& operator+=(const TrafficSlot& other) noexcept;
  friend bool operator==(const TrafficSlot&, const TrafficSlot&) = default;
};

}  // namespace curfew
