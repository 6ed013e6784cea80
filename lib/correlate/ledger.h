#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "correlate/contact.h"
#include "curfew/tally.h"
#include "curfew/time.h"
#include "text/names.h"

namespace curfew {

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

/// A recipient served after deferrals: when it was first tried, last deferred, delivered.
struct HeldDelivery {
  Instant first_attempt{};
  Instant last_deferral{};
  Instant delivered{};

  template <class Archive>
  void each_field(Archive& archive) {
    archive(first_attempt, last_deferral, delivered);
  }
  friend auto operator<=>(const HeldDelivery&, const HeldDelivery&) = default;
};

/// The most sessions of our own with a remote that were open when a contact ended one way.
struct SessionPeak {
  std::uint32_t open = 0;      ///< the contact's own included
  bool exact = true;           ///< false: at most so many, where the log names no durations
  std::uint64_t contacts = 0;  ///< looked at
  std::uint64_t unsure = 0;    ///< of these, where only an upper bound is known

  void add(const SessionPeak& other) noexcept;
  template <class Archive>
  void each_field(Archive& archive) {
    archive(open, exact, contacts, unsure);
  }
  friend bool operator==(const SessionPeak&, const SessionPeak&) = default;
};

/// Everything that is counted, once: reports, findings, drawings and tables are queries over it.
///
/// By source, remote, code, host and slot of 15 minutes: contacts, by what is known of their place
/// among those of their message (about 5 bytes a slot with acceptances, as many with refusals of a
/// code). By source, remote and code: sparse histograms, the recipients and senders refused most,
/// samples of deliveries that were held up. By slot: what became of all mail. Grows with distinct
/// keys and slots, not with contacts; where there would be more slots than `most_slots`, the oldest
/// are folded.
///
/// Adding is commutative and associative: contacts in any order, and ledgers of any of their parts,
/// give the same. Beyond 64 hosts of a remote, 16 words refused with a code or 32 accepted,
/// contacts share places in an order of their own; ledgers are added without loss up to 1,024
/// words.
///
/// One thread at a time, but for this: while one adds contacts, another may give names and count
/// traffic.
class Ledger {
 public:
  /// With about 5 bytes a slot, 80 MiB.
  static constexpr std::size_t usual_slots = 16'777'216;

  explicit Ledger(std::size_t most_slots = usual_slots);
  ~Ledger();
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;
  Ledger(const Ledger& other);
  Ledger& operator=(const Ledger&) = delete;

  /// Of sources, remotes, hosts, domains and codes.
  Names& names() noexcept;
  const Names& names() const noexcept;

  /// From now on keeps what answers() and by_source() tell, and nothing else of contacts: for who
  /// wants no findings.
  void count_alone() noexcept;
  bool counts_alone() const noexcept;
  void add(const Contact& contact);
  /// What the words of a contact come to, for one who keeps no texts; 0: there is none.
  struct WordHashes {
    std::uint64_t recipient = 0;
    std::uint64_t sender = 0;
  };
  static WordHashes hashes_of(std::string_view recipient, std::string_view sender) noexcept;
  /// The same. The texts are needed of refusals alone.
  void add(const Contact& contact, const WordHashes& hashes);
  /// In which slots a contact stands.
  struct Counted {
    Name host = Name::none;   ///< as it is told apart
    bool in_domain = false;   ///< also in those of the recipient's domain
    bool in_address = false;  ///< also in those of the host's address
  };
  /// Where add() counted it. Needs: it was the last that was added.
  Counted counted(const Contact& contact) const noexcept;
  /// What became of all mail at that time, to be added to; lives until the next call.
  Traffic& traffic_at(Instant at);
  /// Adds what another one holds, whatever its names.
  void add(const Ledger& other);

  /// Everything in it, in order: equal ledgers give the same bytes, whatever was added first.
  std::vector<std::uint8_t> bytes() const;
  /// From what bytes() gave. Throws Error (unreadable) where it is something else.
  static Ledger of_bytes(std::span<const std::uint8_t> bytes);

  /// Each remote with anything in it, once.
  std::vector<Name> remotes() const;
  /// What it answered, code by code in the order of names, in slots of which the period contains a
  /// part.
  std::vector<BucketSeries> answers(Name remote, const Period& period = {}) const;
  /// Contacts left from more than one of our own addresses or hosts.
  bool has_several_sources() const noexcept;
  /// What it answered to each of these; slots as in answers().
  std::vector<std::pair<Name, Tally>> by_source(Name remote, const Period& period = {}) const;
  /// All mail, by slot.
  std::vector<TrafficSlot> traffic(const Period& period) const;
  /// Deliveries that a code (none: any) had held up; of more than 4,096, a sample. In order.
  std::vector<HeldDelivery> held(Name remote, Name code, const Period& period = {}) const;
  /// How long all of these waited.
  Waits waits(Name remote, Name code, const Period& period = {}) const;
  /// Of contacts that were refused with this code; nothing where there were none.
  std::optional<SessionPeak> sessions(Name remote, Name code) const;

  /// How many slots are kept, of acceptances and of refusals.
  std::size_t slots() const noexcept;
  /// Slots before this one are folded; nothing where none are.
  std::optional<Slot> folded_before() const noexcept;
  /// Bytes held, about.
  std::size_t memory() const noexcept;

  struct State;  // of the library itself
  const State& state() const noexcept { return *state_; }
  State& own_state() noexcept { return *state_; }
  /// As text/state.h says; all but the words.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(*state_);
  }

 private:
  friend class Correlator;  // keeps and restores it

  std::unique_ptr<State> state_;
};

}  // namespace curfew
