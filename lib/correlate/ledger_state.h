#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "correlate/accepted_lately.h"
#include "correlate/frequent.h"
#include "correlate/held_sample.h"
#include "correlate/histogram.h"
#include "correlate/ledger.h"
#include "correlate/slot_budget.h"
#include "correlate/slot_counts.h"
#include "text/state.h"

namespace curfew::correlate {

/// The slots of one host of a remote.
struct HostSlots {
  Name host = Name::none;
  std::uint64_t contacts = 0;  // in all slots
  SlotSeries slots;
  template <class Archive>
  void each_field(Archive& archive) {
    archive(host, contacts, slots);
  }
};

/// First and last of something.
struct Span {
  Instant first = Instant::max();
  Instant last = Instant::min();

  void add(Instant at) noexcept {
    if (at < first) first = at;
    if (at > last) last = at;
  }
  void add(const Span& other) noexcept {
    if (other.empty()) return;
    add(other.first);
    add(other.last);
  }
  bool empty() const noexcept { return first > last; }
  template <class Archive>
  void each_field(Archive& archive) {
    archive(first, last);
  }
};

/// What the refusals with a code are, or with several.
struct CodeTraits {
  Cause cause = Cause::unknown;  // of the first
  std::uint16_t reply_code = 0;  // of the first; 0: none
  bool about_mailbox = false;    // one of them is
  bool says_greylisting = false;
  bool all_without_reply = false;

  template <class Archive>
  void each_field(Archive& archive) {
    archive(cause, reply_code, about_mailbox, says_greylisting, all_without_reply);
  }
  friend bool operator==(const CodeTraits&, const CodeTraits&) = default;
};

/// What a remote is split by, beside its hosts, where that explains more.
enum class PartKind : std::uint8_t { domain, address };

/// Contacts for the recipients of one domain, or with one address of a host.
struct PartSlots {
  PartKind kind = PartKind::domain;
  std::uint64_t key = 0;   // the domain's name, a hash of the address
  Name word = Name::none;  // the address's is in Ledger::State::words
  std::uint64_t contacts = 0;
  SlotSeries slots;
  template <class Archive>
  void each_field(Archive& archive) {
    archive(kind, key, word, contacts, slots);
  }
};

/// Bounded: where there are more, none are told apart.
struct Parts {
  static constexpr std::size_t most = 64;

  std::vector<PartSlots> all;
  bool too_many = false;

  PartSlots* find(PartKind kind, std::uint64_t key) noexcept;
  /// Null where there are too many.
  PartSlots* of(PartKind kind, std::uint64_t key, Name word);
  template <class Archive>
  void each_field(Archive& archive) {
    archive(all, too_many);
  }
};

/// What one remote refused with one code.
struct CodeRecord {
  Name code = Name::none;
  CodeTraits traits;
  std::vector<HostSlots> hosts;
  Parts parts;
  SlotSeries aside;  // what was no contact; deliveries of what was deferred
  Histograms histograms;
  Refused recipients;
  Refused senders;
  HeldSample held;
  Span times;
  std::uint32_t most_sessions = 0;
  SessionPeak peak;
  template <class Archive>
  void each_field(Archive& archive) {
    archive(code, traits, hosts, parts, aside, histograms, recipients, senders, held, times,
            most_sessions, peak);
  }
};

/// What one remote accepted from one source, and what it refused.
struct RemoteRecord {
  Name source = Name::none;
  Name remote = Name::none;
  std::uint32_t of_same_remote = 0;  // another source's place, and 1; 0: none
  std::vector<HostSlots> hosts;      // acceptances
  /// Acceptances of what was refused at some time, from then on.
  Parts parts;
  Histograms histograms;
  Accepted recipients;
  Accepted senders;
  AcceptedLately lately;  // of whoever adds contacts in order; no part of a sum
  Span contacts;          // accepted or refused, with any code
  std::uint32_t most_sessions = 0;
  std::vector<CodeRecord> codes;
  std::uint32_t last_code = 0;  // where the last refusal was counted
  template <class Archive>
  void each_field(Archive& archive) {
    archive(source, remote, hosts, parts, histograms, recipients, senders, lately, contacts,
            most_sessions, codes);
  }
};

/// All series of a remote, which may be constant: of what it accepted and of what it refused.
template <class Remote, class Take>
void each_series(Remote& remote, Take take) {
  for (auto& host : remote.hosts) take(host.slots);
  for (auto& part : remote.parts.all) take(part.slots);
  for (auto& code : remote.codes) {
    for (auto& host : code.hosts) take(host.slots);
    for (auto& part : code.parts.all) take(part.slots);
    take(code.aside);
  }
}

}  // namespace curfew::correlate

namespace curfew {

struct Ledger::State {
  explicit State(std::size_t most_slots) : traffic_budget(most_slots / 16), budget(most_slots) {}

  Names names;
  curfew::SlotSeries<TrafficSlot> traffic;
  SlotBudget traffic_budget;

  // Of whoever adds contacts.
  std::vector<correlate::RemoteRecord> remotes;
  std::unordered_map<std::uint64_t, std::uint32_t> index;  // by source and remote
  /// By the remote's name, places in `remotes`, and 1; 0: none.
  struct Places {
    std::uint32_t lately = 0;  // where it was found last
    std::uint32_t newest = 0;  // of all its sources'
  };
  std::vector<Places> places;
  Names words;  // recipients, senders and addresses
  bool counts_alone = false;
  SlotBudget budget;
  correlate::HeldBudget held_budget;

  correlate::RemoteRecord& of(Name source, Name remote);
  /// Each remote once, by its number.
  std::vector<Name> all_remotes() const;
  /// All of the remote's.
  std::vector<const correlate::RemoteRecord*> all_of(Name remote) const;
  std::size_t slots() const noexcept;
  void release(const Contact& contact);
  void count_alone(const Contact& contact);
  /// As text/state.h says; all but the words, which go before. `index` and `places` are made anew.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(traffic, traffic_budget, remotes, budget, held_budget);
  }
  void keep_words(text::StateWriter& writer) const;
  void restore_words(text::StateReader& reader);
  void rename_addresses(const std::function<std::string(std::string_view)>& shown, Name newer_than);
  /// Finds its remotes again; false where what was read names words that are none.
  bool restored();
  void keep_budget();
  void keep_traffic_budget();
  void keep_held_budget();
};

}  // namespace curfew
