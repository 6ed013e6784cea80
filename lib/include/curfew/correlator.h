#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/aggregates.h"
#include "curfew/attempt.h"
#include "curfew/buckets.h"
#include "curfew/catalogue.h"
#include "curfew/event.h"
#include "curfew/export.h"
#include "curfew/names.h"

namespace curfew {

/// What a group key stands for, from the first refusal that gave it.
struct CodeFacts {
  std::uint16_t reply_code = 0;
  EnhancedCode enhanced_code;
  std::string provider_code;
  Stage stage = Stage::unknown;
  ErrorSource error_source = ErrorSource::none;
  ErrorClass error_class = ErrorClass::none;
  std::string text;  ///< masked; still a stranger's text
  Cause cause = Cause::unknown;
  Tier tier = Tier::none;     ///< how sure the cause is
  std::string_view provider;  ///< who the catalogue says speaks so; lives as long as the catalogue
  const CatalogueEntry* entry = nullptr;  ///< null where the catalogue has nothing more to say
};

/// How long deliveries that had been deferred waited, since their first attempt. Of up to 480 a
/// quantile is exact to the second; of more it is right to about 9 %, from bins of a quarter
/// octave.
class CURFEW_API Waits {
 public:
  void add(Milliseconds wait);
  Waits& operator+=(const Waits& other);
  std::uint64_t count() const noexcept { return count_; }
  Milliseconds longest() const noexcept { return longest_; }
  Milliseconds quantile(double share) const noexcept;

 private:
  bool is_exact() const noexcept { return count_ <= most_exact; }
  void to_bins();

  static constexpr std::size_t bins = 96;
  static constexpr std::size_t most_exact = 480;
  // The waits in seconds while they are few, then bins.
  std::vector<std::uint32_t> kept_;
  std::uint64_t count_ = 0;
  Milliseconds longest_{};
};

/// What one remote (see Grouping) is made of.
struct RemoteFacts {
  std::vector<Name> hosts;              ///< at most `most_members`
  std::vector<Name> domains;            ///< recipients' domains, likewise
  std::uint64_t deferred_messages = 0;  ///< distinct messages it refused for now at least once
  Waits waits;
  static constexpr std::size_t most_members = 64;
};

/// The most sessions of our own with a remote that were open when a contact ended one way.
struct SessionPeak {
  std::uint32_t open = 0;      ///< the contact's own included
  bool exact = true;           ///< false: at most so many, where the log names no durations
  std::uint64_t contacts = 0;  ///< looked at
  std::uint64_t unsure = 0;    ///< of these, where only an upper bound is known
};

/// A recipient served after deferrals: when it was first tried, last deferred, delivered.
struct HeldDelivery {
  Instant first_attempt{};
  Instant last_deferral{};
  Instant delivered{};
};

/// Counts of what is not a contact with a remote, and of the whole.
struct Totals {
  std::uint64_t messages = 0;           ///< received
  std::uint64_t delivered = 0;          ///< recipients, remote and local
  std::uint64_t deferred = 0;           ///< attempts, asked or not
  std::uint64_t deferred_messages = 0;  ///< messages with at least one deferral
  std::uint64_t held = 0;               ///< recipients kept by a rule of ours
  std::uint64_t discarded = 0;          ///< recipients whose mail was thrown away by a rule of ours
  std::uint64_t bounced = 0;
  std::uint64_t expired = 0;
  std::uint64_t not_contacted = 0;   ///< of `deferred`
  std::uint64_t local = 0;           ///< of `delivered`: never left the machine
  std::uint64_t local_deferred = 0;  ///< of `deferred`: by services of this machine
  std::uint64_t probes = 0;          ///< address checks, in no other count
  std::uint64_t bytes = 0;           ///< of the messages received
  std::uint64_t still_open = 0;      ///< messages without an end when the log ended
  std::uint64_t dropped = 0;  ///< live messages given up because there were too many or too old
};

/// A half-open stretch of time; what is absent is unbounded.
struct Period {
  std::optional<Instant> since;
  std::optional<Instant> until;

  bool contains(Instant at) const noexcept {
    return (!since || at >= *since) && (!until || at < *until);
  }
};

/// Joins events to messages and counts the attempts: arrival, first attempt, retries, end.
///
/// One pass, events in the order of the log; memory grows with live messages and distinct
/// (remote, code, slot), never with the length of the log. One thread at a time.
class CURFEW_API Correlator {
 public:
  /// `catalogue` says what refusals mean; none: the built-in one.
  explicit Correlator(Grouping grouping = Grouping::provider,
                      std::shared_ptr<const Catalogue> catalogue = nullptr);
  ~Correlator();
  Correlator(Correlator&&) noexcept;
  Correlator& operator=(Correlator&&) noexcept;

  /// Takes a batch. Fills what the lines themselves do not say: the sender of an attempt, the
  /// remote's domain, the cause of a refusal. The views it adds live as long as the batch.
  void add(Events& events);

  /// Events outside the period are joined, so that a retry is known as a retry, and not counted.
  void count_only(const Period& period);

  /// What findings rest on (aggregates, sessions, held, evidence_buckets) is taken from all events,
  /// also from those outside the period: what recurs every day does not show in one. To be said,
  /// like the period, before the first event.
  void take_evidence_of_all();

  /// Part of the counting may be done by another thread, which calls help() now and then while one
  /// adds. What comes out is the same.
  void share_work() noexcept;
  /// The other thread's: counts what was put aside for it. Returns whether there was anything.
  bool help();

  /// Called with each attempt, in order, before it is counted. May be empty.
  std::function<void(const Attempt&)> on_attempt;
  /// The same with the event the attempt came from, for attempts that stand in a line of the log.
  std::function<void(const Event&, const Attempt&)> on_contact;

  const Names& names() const noexcept;
  const Buckets& buckets() const noexcept;
  /// Those that findings are judged by: `buckets()`, or of all events (take_evidence_of_all).
  const Buckets& evidence_buckets() const noexcept;
  Totals totals() const noexcept;
  const RemoteFacts* remote(Name remote) const noexcept;
  /// There were more remotes than are told apart; the rest is counted under "other remotes".
  bool too_many_remotes() const noexcept;
  /// There were more slots than are kept: those before are folded, of buckets or of aggregates.
  std::optional<Slot> folded_before() const;
  const CodeFacts* code(Name remote, Name code) const noexcept;
  /// What detection works on. Contacts that wait to be put in order, up to 8,192 of the newest, are
  /// missing until settle().
  const Aggregates& aggregates() const;
  /// Of contacts that were refused with this code; null where there were none. Some are missing
  /// until settle().
  const SessionPeak* sessions(Name remote, Name code) const;
  /// Deliveries that this code had held up, in the log's order; the first few thousand of each.
  std::vector<HeldDelivery> held(Name remote, Name code) const;
  /// Counts what still waited for lines that may follow. More may be added afterwards.
  void settle();
  /// First and last counted event; nothing when there was none.
  std::optional<Instant> first_event() const noexcept;
  std::optional<Instant> last_event() const noexcept;
  /// Last event of those that findings rest on.
  std::optional<Instant> last_evidence() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace curfew
