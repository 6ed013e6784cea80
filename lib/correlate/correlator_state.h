#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "correlate/codes.h"
#include "correlate/contacts.h"
#include "correlate/correlator.h"
#include "correlate/messages.h"
#include "correlate/remotes.h"
#include "text/hash.h"

namespace curfew {
namespace correlate {

/// What stands for an event's message and party where they are looked for.
struct Keys {
  text::HashPair message;
  text::HashPair party;
};

inline MessageId id_of(const Event& event) noexcept {
  return {.log_host = event.log_host, .queue_id = event.queue_id};
}

}  // namespace correlate

/// All that is known while events are joined. What messages tell is joined in message_events.cpp,
/// what attempts tell in attempt_events.cpp.
struct Correlator::State {
  State(Grouping grouping, std::shared_ptr<const Catalogue> catalogue)
      : remotes(ledger.names(), grouping), codes(ledger.names(), std::move(catalogue)) {}

  /// Needs: other.contacts.finish(). Nobody listens to the copy.
  State(const State& other)
      : period(other.period),
        evidence_of_all(other.evidence_of_all),
        ledger(other.ledger),
        last_source(other.last_source),
        messages(other.messages),
        remotes(other.remotes, names),
        codes(other.codes, names),
        contacts(other.contacts, ledger),
        others_open(other.others_open),
        others_dropped(other.others_dropped),
        first(other.first),
        last(other.last),
        first_of_all(other.first_of_all),
        last_of_all(other.last_of_all) {}

  /// What was counted, as text/state.h says; all but words and codes.
  template <class Archive>
  void each_count(Archive& archive) {
    archive(period.since, period.until, evidence_of_all, ledger, others_open, others_dropped, first,
            last, first_of_all, last_of_all);
    remotes.each_fact(archive);
    std::uint64_t open = messages.live();
    std::uint64_t dropped = messages.dropped();
    archive(open, dropped);
    if constexpr (Archive::is_reading) {
      open_when_kept = open;
      dropped_when_kept = dropped;
    }
  }
  /// What joins what comes.
  template <class Archive>
  void each_live(Archive& archive) {
    archive(last_source, messages, contacts);
    remotes.each_live(archive);
  }

  bool counted(Instant at) const noexcept { return period.contains(at); }
  bool is_evidence(Instant at) const noexcept { return evidence_of_all || counted(at); }

  correlate::Keys keys_of(const Event& event);
  void message(Event& event, const correlate::Keys& keys, Events& events);
  void receive(Event& event, const correlate::Keys& keys);
  void tell_sender(correlate::Message& message, Event& event);
  void learn_size(correlate::Message& message, Event& event);
  void attempt(Event& event, const correlate::Keys& keys, Events& events);
  correlate::Message* message_of(Event& event, const correlate::Keys& keys, Events& events);
  std::optional<correlate::Party> party_of(Event& event, const correlate::Keys& keys);
  /// Returns whether the message is deferred at the remote for the first time.
  bool place(correlate::Attempt& attempt, const Event& event, correlate::Message* message,
             const correlate::Recipient* recipient);
  std::uint32_t expire(correlate::Message& message, Instant at);
  void end(correlate::Message& message, Event& event, Events& events);
  void join(Event& event, Events& events, correlate::Message* message);
  Name code_of(Event& event, const correlate::Party& party, const correlate::Recipient* recipient);
  Name source_of(const Event& event);
  void follow(correlate::Recipient& recipient, const correlate::Attempt& attempt);
  void contact(const Event& event, const correlate::Keys& keys, const correlate::Party& party,
               const correlate::Attempt& attempt, bool newly_deferred, correlate::Message* message,
               const correlate::Recipient* recipient);
  ContactStratum stratum_of(const Event& event, const correlate::Party& party,
                            const correlate::Attempt& attempt, correlate::Message* message,
                            const correlate::Recipient* recipient);
  void tell(const correlate::Attempt& attempt) const;
  Traffic& traffic_at(Instant at) {
    if (at < traffic_from || at >= traffic_until) {
      traffic = &ledger.traffic_at(at);
      traffic_from = start_of(slot_of(at));
      traffic_until = traffic_from + slot_length;
    }
    return *traffic;
  }
  void count_total(Event& event, correlate::Message* message);

  Period period;
  bool evidence_of_all = false;
  bool is_resting = true;  // no events have come, or come for now
  const std::function<void(const correlate::Attempt&)>* listener = nullptr;
  const std::function<void(const Event&, const correlate::Attempt&)>* contact_listener = nullptr;
  correlate::Contacts::Listener counting_listener;
  Ledger ledger;
  Names& names = ledger.names();
  Name last_source = Name::none;
  Traffic* traffic = nullptr;  // of the slot that an event fell into last
  Instant traffic_from = Instant::max();
  Instant traffic_until = Instant::min();
  correlate::Messages messages;
  correlate::Remotes remotes;
  correlate::Codes codes;
  correlate::Contacts contacts{ledger};
  std::uint64_t others_open = 0;  // of servers that were added
  std::uint64_t others_dropped = 0;
  std::uint64_t open_when_kept = 0;  // until it is known which ones
  std::uint64_t dropped_when_kept = 0;
  std::optional<Instant> first;
  std::optional<Instant> last;
  std::optional<Instant> first_of_all;  // also outside the period
  std::optional<Instant> last_of_all;
};

}  // namespace curfew
