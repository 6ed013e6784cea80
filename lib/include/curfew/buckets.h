#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "curfew/attempt.h"
#include "curfew/export.h"
#include "curfew/names.h"
#include "curfew/slot_budget.h"
#include "curfew/slot_series.h"

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

struct CURFEW_API Bucket {
  Slot slot = 0;
  BucketCounts counts;

  Bucket& operator+=(const Bucket& other) noexcept;
  friend bool operator==(const Bucket&, const Bucket&) = default;
};
extern template class CURFEW_API SlotSeries<Bucket>;

/// What one remote answered with one code (none: deliveries), slot after slot.
struct BucketSeries {
  Name remote = Name::none;
  Name code = Name::none;
  SlotSeries<Bucket> buckets;
};

/// Attempts by remote, code and slot. Grows with distinct keys (about 5 bytes a bucket), not with
/// attempts; adding two with the same Names is the same as adding their attempts, in any order.
///
/// Where there would be more than the budget allows, the oldest slots are folded.
class CURFEW_API Buckets {
 public:
  explicit Buckets(SlotBudget budget = SlotBudget()) noexcept : budget_(budget) {}

  void add(const Attempt& attempt);
  void add(const Buckets& other);
  /// Such attempts will be added soon: fetches where they are found into the cache.
  void expect(Name remote, Name code) const noexcept;
  /// The same when they were expected a little while ago: fetches what they will be counted in.
  void expect_counts(Name remote, Name code) const noexcept;
  /// How many buckets there are.
  std::size_t size() const noexcept;
  /// All series by remote and code, in the numbers' order; the pointers live until the next add.
  std::vector<const BucketSeries*> sorted() const;
  /// Slots before this one are folded; nothing where none are.
  std::optional<Slot> folded_before() const noexcept { return budget_.folded_before(); }

 private:
  BucketSeries& series(Name remote, Name code);
  void keep_budget();

  SlotBudget budget_;
  std::vector<BucketSeries> all_;
  std::vector<std::uint32_t> deliveries_;  // by remote: the place in all_, and one more; 0: none
  std::unordered_map<std::uint64_t, std::uint32_t> refusals_;  // by remote and code: the place
};

}  // namespace curfew
