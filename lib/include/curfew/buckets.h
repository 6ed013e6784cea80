#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <vector>

#include "curfew/attempt.h"
#include "curfew/export.h"
#include "curfew/names.h"
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

struct BucketKey {
  Name remote = Name::none;
  Name code = Name::none;  ///< none: deliveries
  Slot slot = 0;

  friend bool operator==(const BucketKey&, const BucketKey&) = default;
};

struct Bucket {
  BucketKey key;
  BucketCounts counts;
};

/// Attempts by remote, code and slot. Grows with distinct keys (about 50 bytes each), not with
/// attempts; adding two is the same as adding their attempts, in any order.
class CURFEW_API Buckets {
 public:
  Buckets();

  void add(const Attempt& attempt);
  void add(const Buckets& other);
  std::size_t size() const noexcept { return rows_.size(); }
  /// Pointers to all of them, by remote, code and slot, in the numbers' order; they live until the
  /// next add.
  std::vector<const Bucket*> sorted() const;

 private:
  struct Newest {  // of a remote's deliveries
    Slot slot = 0;
    std::uint32_t row = 0;  // + 1; 0: none yet
  };

  Bucket& row(const BucketKey& key);
  Bucket& delivery_row(Name remote, Slot slot);
  std::uint32_t row_number(const BucketKey& key);
  std::size_t place(const BucketKey& key) const noexcept;
  void grow();

  std::deque<Bucket> rows_;           // a deque never moves them: no doubled memory while growing
  std::vector<std::uint32_t> index_;  // row + 1 by hash; 0: free
  std::vector<Newest> newest_;        // by remote
};

}  // namespace curfew
