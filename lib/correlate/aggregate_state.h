#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "correlate/accepted_lately.h"
#include "correlate/frequent.h"
#include "correlate/histogram.h"
#include "correlate/slot_counts.h"
#include "curfew/aggregates.h"
#include "curfew/slot_budget.h"

namespace curfew::correlate {

/// The slots of one host of a remote.
struct HostSlots {
  Name host = Name::none;
  std::uint64_t contacts = 0;  // in all slots
  SlotSeries slots;
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
    add(other.first);
    add(other.last);
  }
  bool empty() const noexcept { return first > last; }
};

/// What one remote refused with one code.
struct CodeAggregate {
  Name code = Name::none;
  bool about_mailbox = false;
  bool says_greylisting = false;
  std::vector<HostSlots> hosts;
  Histograms histograms;
  Refused recipients;
  Refused senders;
  Span times;
  std::uint32_t most_sessions = 0;
};

/// What one remote accepted from one source, and what it refused.
struct RemoteAggregate {
  Name source = Name::none;
  Name remote = Name::none;
  std::vector<HostSlots> hosts;  // acceptances
  Histograms histograms;
  Accepted recipients;
  Accepted senders;
  AcceptedLately lately;
  Span contacts;  // accepted or refused, with any code
  Span accepted;
  std::uint32_t most_sessions = 0;
  std::vector<CodeAggregate> codes;
  std::uint32_t last_code = 0;  // where the last refusal was counted
};

/// All series of a remote, which may be constant: of what it accepted and of what it refused.
template <class Remote, class Take>
void each_series(Remote& remote, Take take) {
  for (auto& host : remote.hosts) take(host.slots);
  for (auto& code : remote.codes) {
    for (auto& host : code.hosts) take(host.slots);
  }
}

}  // namespace curfew::correlate

namespace curfew {

struct Aggregates::State {
  std::vector<correlate::RemoteAggregate> remotes;
  std::unordered_map<std::uint64_t, std::uint32_t> index;  // by source and remote
  std::vector<std::uint32_t> lately;  // by the remote's name: where it was found last
  Names words;                        // recipients and senders
  SlotBudget budget;

  correlate::RemoteAggregate& of(Name source, Name remote);
  /// One of the remote's, if there is any, whatever its source.
  const correlate::RemoteAggregate* known(Name remote) const noexcept;
  std::size_t slots() const noexcept;
  void keep_budget();
};

}  // namespace curfew
