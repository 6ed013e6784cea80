#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "curfew/cause.h"
#include "curfew/export.h"
#include "curfew/names.h"
#include "curfew/slot_budget.h"
#include "curfew/time.h"

namespace curfew {

/// What is known of a contact's place among those of its message. Retries exist only because
/// something was refused, so they count apart.
enum class ContactStratum : std::uint8_t {
  retry,          ///< the recipient was tried before
  first,          ///< surely the first attempt
  first_at_host,  ///< surely the first at this host, after others of the remote
  unknown         ///< the log does not say when the message arrived
};

/// One contact with a remote, as detection takes it. Attempts for which the remote was never asked
/// are none.
struct Contact {
  Instant time{};            ///< when it began, as far as the log knows
  Name source = Name::none;  ///< our own address or host; none where it makes no difference
  Name remote = Name::none;
  Name host = Name::none;  ///< the host of the remote that answered; may be none
  Name code = Name::none;  ///< the refusal's group key; none: accepted
  ContactStratum stratum = ContactStratum::retry;
  /// The refusal is about the recipient's mailbox (enhanced code x.1.x or x.2.x), not about us.
  bool about_mailbox = false;
  bool says_greylisting = false;  ///< the refusal's own words are that one should try again later
  bool replied = true;            ///< false: DNS, the connection or the network failed
  bool returned = false;          ///< refused for good: the mail goes back to its sender
  Cause cause = Cause::unknown;   ///< of the refusal
  std::uint16_t reply_code = 0;   ///< of the refusal; 0: none
  /// Of the recipient's earlier refusals, the code of the last, and how long ago a refusal with it
  /// was the first; none: it was not refused before.
  Name refused_before = Name::none;
  Milliseconds waited{-1};
  Name domain = Name::none;         ///< the recipient's; may be none
  std::uint64_t address = 0;        ///< a hash of the host's IP address; 0: unknown
  std::string_view address_text{};  ///< the same as text; needed of refusals alone
  Milliseconds age{-1};             ///< since the message's first attempt; negative: unknown
  std::uint32_t sessions = 0;  ///< of ours open at the same moment, this one included; 0: unknown
  std::uint32_t connection_use = 0;  ///< the how manieth message of its connection; 0: unknown
  std::uint32_t recipients = 0;      ///< of the message, so far; 0: unknown
  std::uint64_t size = 0;            ///< of the message, in bytes; 0: unknown
  std::string_view recipient;        ///< may be empty
  std::string_view sender;           ///< may be empty
};

/// What detection needs to know of all contacts, without keeping them.
///
/// By source, remote and code: counts in slots of 15 minutes, by host of the remote (about 5 bytes
/// a slot with acceptances, as many with refusals of a code), sparse histograms, the recipients and
/// senders refused most. Grows with distinct keys and slots, not with contacts; where there would
/// be more slots than the budget allows, the oldest are folded.
///
/// Adding is commutative and associative, and so is `add(const Aggregates&)`, with these limits:
/// the numbers of messages accepted in the last minute and hour are counted while adding, so
/// contacts are wanted in the order of time (seconds of disorder do no harm), and what another
/// aggregate accepted is not counted as before one's own; and where more than 16 recipients or
/// senders are refused, the rarest of them depend on the order.
class CURFEW_API Aggregates {
 public:
  explicit Aggregates(SlotBudget budget = SlotBudget());
  ~Aggregates();
  Aggregates(Aggregates&&) noexcept;
  Aggregates& operator=(Aggregates&&) noexcept;

  void add(const Contact& contact);
  /// Our own name server did not say where the remote is: no contact, yet a sign of our own
  /// trouble.
  void add_unresolved(Name source, Name remote, Instant at);
  /// What the words of a contact come to, for one who keeps no texts; 0: there is none.
  struct WordHashes {
    std::uint64_t recipient = 0;
    std::uint64_t sender = 0;
  };
  static WordHashes hashes_of(std::string_view recipient, std::string_view sender) noexcept;
  /// The same. The texts are needed of refusals alone.
  void add(const Contact& contact, const WordHashes& hashes);
  /// Contacts with this remote will be added soon: fetches what is known of it into the cache.
  void expect(Name remote) const noexcept;
  /// The same when it was expected a little while ago: fetches what that pointed to.
  void expect_counts(Name remote) const noexcept;
  /// Adds what another one holds whose names come from the same table.
  void add(const Aggregates& other);

  /// How many remotes (times sources) were contacted.
  std::size_t remotes() const noexcept;
  /// How many slots are kept, of acceptances and of refusals.
  std::size_t slots() const noexcept;
  /// Slots before this one are folded; nothing where none are.
  std::optional<Slot> folded_before() const noexcept;
  /// Bytes held, about.
  std::size_t memory() const noexcept;

  struct State;  // of the library itself
  const State& state() const noexcept { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

}  // namespace curfew
