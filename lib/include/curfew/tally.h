#pragma once

// What is counted, by slots of 15 minutes of UTC: contacts of a remote and a code, all mail, waits.
// Plain values that add up.
//
//     curfew::Tally tally;
//     tally += curfew::Tally{.deferred = 3};
//     std::cout << tally.contacts() << " since " << curfew::rfc3339(curfew::start_of(1'000)) <<
//     '\n';

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/catalogue.h"
#include "curfew/export.h"
#include "curfew/smtp.h"
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

/// What attempts are counted under. provider: the remote host's registrable domain.
enum class Grouping : std::uint8_t { provider, host, ip, domain };

CURFEW_API const char* name(Grouping grouping) noexcept;

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

  std::uint64_t refused() const noexcept { return deferred + bounced; }
  std::uint64_t contacts() const noexcept { return delivered + refused(); }
  Tally& operator+=(const Tally& other) noexcept;
  Tally& operator+=(const BucketCounts& counts) noexcept;
  friend bool operator==(const Tally&, const Tally&) = default;
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
  std::uint64_t rejected = 0;        ///< what others wanted of us

  Traffic& operator+=(const Traffic& other) noexcept;
  friend bool operator==(const Traffic&, const Traffic&) = default;
};

struct CURFEW_API TrafficSlot {
  Slot slot = 0;
  Traffic counts;

  TrafficSlot& operator+=(const TrafficSlot& other) noexcept;
  friend bool operator==(const TrafficSlot&, const TrafficSlot&) = default;
};

/// What became of all mail of a period.
struct Totals : Traffic {
  std::uint64_t still_open = 0;  ///< messages without an end when the log ended
  std::uint64_t dropped = 0;     ///< live messages given up because there were too many or too old
};

/// How long deliveries waited that had been deferred, since their first attempt.
class CURFEW_API Waits {
 public:
  void add(Milliseconds wait);
  /// Of how many, and the longest, where only some of them were added.
  void stand_for(std::uint64_t count, Milliseconds longest) noexcept {
    count_ = count;
    if (longest > longest_) longest_ = longest;
  }
  std::uint64_t count() const noexcept { return count_ != 0 ? count_ : known_.size(); }
  Milliseconds longest() const noexcept { return longest_; }
  /// Between the two nearest; of those that were added.
  Milliseconds quantile(double share) const;

 private:
  std::vector<Milliseconds> known_;
  std::uint64_t count_ = 0;
  Milliseconds longest_{};
};

/// What a group key stands for, from the first refusal that gave it.
struct CodeFacts {
  std::uint16_t reply_code = 0;
  EnhancedCode enhanced_code;
  std::string provider_code;
  Stage stage = Stage::unknown;
  ErrorSource error_source = ErrorSource::none;
  ErrorClass error_class = ErrorClass::none;
  std::string text;  ///< masked; still untrusted text
  Cause cause = Cause::unknown;
  Tier tier = Tier::none;     ///< how sure the cause is
  std::string_view provider;  ///< who the catalogue says speaks so; lives as long as the catalogue
  const CatalogueEntry* entry = nullptr;  ///< null where the catalogue has nothing more to say
};

}  // namespace curfew
