#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "correlate/attempt.h"
#include "correlate/ledger.h"
#include "curfew/catalogue.h"
#include "curfew/event.h"
#include "curfew/tally.h"
#include "text/names.h"

namespace curfew {

/// What one remote (see Grouping) is made of.
struct RemoteFacts {
  std::vector<Name> hosts;    ///< at most `most_members`
  std::vector<Name> domains;  ///< recipients' domains, likewise
  static constexpr std::size_t most_members = 64;

  template <class Archive>
  void each_field(Archive& archive) {
    archive(hosts, domains);
  }
};

/// Joins events to messages and counts the attempts: arrival, first attempt, retries, end.
///
/// One pass, events in the order of the log; memory grows with live messages and distinct
/// (remote, code, slot), never with the length of the log. One thread at a time.
class Correlator {
 public:
  /// `catalogue` says what refusals mean; none: the built-in one.
  explicit Correlator(Grouping grouping = Grouping::provider,
                      std::shared_ptr<const Catalogue> catalogue = nullptr);
  /// Of the same grouping and period, and with nothing in it, to add others to.
  static Correlator like(const Correlator& other);
  ~Correlator();
  Correlator(Correlator&&) noexcept;
  Correlator& operator=(Correlator&&) noexcept;
  /// All that is known and counted, without the callbacks: what is done with the one does nothing
  /// to the other. While other threads share the work, wait for them first: ledger().
  Correlator(const Correlator& other);
  Correlator& operator=(const Correlator&) = delete;

  /// Takes a batch. Fills what the lines themselves do not say: the sender of an attempt, the
  /// remote's domain, the cause of a refusal. The views it adds live as long as the batch.
  void add(Events& events);

  /// Events outside the period are joined, so that a retry is known as a retry, and not counted.
  /// What is counted by slot is counted in all slots of which the period contains a part.
  void count_only(const Period& period);
  /// In whole slots.
  const Period& period() const noexcept;
  /// The same of what was added before: reports count the period alone, first and last event are
  /// known to the slot, and findings rest on all.
  void narrow_to(const Period& period);
  /// Of what was added before and lies in the period, the first and the last event, where that is
  /// known better than by the slot.
  void know_span(std::optional<Instant> first, std::optional<Instant> last) noexcept;

  /// What findings rest on, the ledger, is taken from all events, also from those outside the
  /// period: what recurs every day does not show in one. To be said, like the period, before the
  /// first event.
  void take_evidence_of_all();

  /// Counts as Ledger::count_alone() says. To be said before the first event.
  void count_alone() noexcept;

  /// Part of the counting may be done by another thread, which calls help() now and then while one
  /// adds. What comes out is the same.
  void share_work() noexcept;
  /// The other thread's: counts what was put aside for it. Returns whether there was anything.
  bool help();

  /// Called with each attempt, in order, before it is counted. May be empty.
  std::function<void(const correlate::Attempt&)> on_attempt;
  /// The same with the event the attempt came from, for attempts that stand in a line of the log.
  std::function<void(const Event&, const correlate::Attempt&)> on_contact;

  /// Called with each contact once it stands in the ledger, and with where. To be set before the
  /// first event: then nobody shares the work. May be empty.
  std::function<void(const Correlator&, const Contact&, const Ledger::Counted&)> on_counted;

  const Names& names() const noexcept;
  /// Everything that was counted. Contacts that wait to be put in order, up to 32,768 of the
  /// newest, are missing until settle().
  const Ledger& ledger() const;
  /// The same, for whoever keeps its slots.
  Ledger& own_ledger();
  Totals totals() const;
  const RemoteFacts* remote(Name remote) const noexcept;
  /// There were more remotes than are told apart; the rest is counted under "other remotes".
  bool too_many_remotes() const noexcept;
  const CodeFacts* code(Name remote, Name code) const noexcept;
  /// Counts what still waited for lines that may follow. More may be added afterwards.
  void settle();
  /// Of that, counts what began a quarter of an hour before the newest: no line can change it any
  /// more.
  void count_due();
  /// No events come for now: gives up the memory of what is only quicker with it. Of a thousand
  /// servers that are added up that is nearly all.
  void rest() noexcept;
  /// Events come: done by add(), where nobody does it before.
  void wake();
  /// Adds what another one counted, of another server: its live messages count as open and meet
  /// nothing any more. In whatever order servers are added, reports of the sum are the same. Needs:
  /// both were settled, and count under the same grouping the same period, or the other one all.
  void add(const Correlator& other);

  /// All that was counted, as bytes appended, for restore_counts() of one with the same grouping.
  /// What waits to be put into order is missing until settle().
  void keep_counts(std::string& counts) const;
  /// Throws Error (unreadable) where the bytes are something else. Needs: nothing was added yet.
  void restore_counts(std::string_view counts);
  /// What is known beside the counts, to join what comes: likewise, by the same version of the
  /// library, and after its counts.
  void keep_live(std::string& live) const;
  void restore_live(std::string_view live);
  /// Without them: who was open when the counts were kept stays so.
  void forget_live();

  /// The last of the words that addresses are kept in. Later ones are greater.
  Name newest_address_word() const;
  /// Of recipients and senders refused most: `shown` is asked for each whose word is newer.
  void rename_addresses(const std::function<std::string(std::string_view)>& shown,
                        Name newer_than = Name::none);
  /// First and last counted event; nothing when there was none.
  std::optional<Instant> first_event() const noexcept;
  std::optional<Instant> last_event() const noexcept;
  /// Also of those outside the period: what the logs cover.
  std::optional<Instant> first_of_all() const noexcept;
  std::optional<Instant> last_of_all() const noexcept;
  /// Last event of those that findings rest on.
  std::optional<Instant> last_evidence() const noexcept;

 private:
  void listen_to_counting();

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace curfew
