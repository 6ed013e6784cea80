#include "detect/unit.h"

#include <algorithm>

namespace curfew::detect {
namespace {

using correlate::CodeAggregate;
using correlate::FrequentWord;
using correlate::HostSlots;
using correlate::no_moment;
using correlate::RemoteAggregate;
using correlate::SlotCounts;
using correlate::SlotList;

void add_hosts(SlotList& sum, const std::vector<HostSlots>& hosts, const Name* host) {
  for (const HostSlots& one : hosts) {
    if (host == nullptr || one.host == *host) add(sum, one.slots);
  }
}

// The slots of both, side by side.
class Joined {
 public:
  Joined(const SlotList& accepted, const SlotList& refused)
      : accepted_(accepted), refused_(refused) {}

  template <class Take>
  void each(Take take) const {
    static const SlotCounts nothing;
    auto yes = accepted_.begin();
    auto no = refused_.begin();
    while (yes != accepted_.end() || no != refused_.end()) {
      const bool has_yes =
          yes != accepted_.end() && (no == refused_.end() || yes->slot <= no->slot);
      const bool has_no = no != refused_.end() && (yes == accepted_.end() || no->slot <= yes->slot);
      take(has_yes ? yes->slot : no->slot, has_yes ? *yes : nothing, has_no ? *no : nothing);
      if (has_yes) ++yes;
      if (has_no) ++no;
    }
  }

 private:
  const SlotList& accepted_;
  const SlotList& refused_;
};

void fill_rows(Unit& unit, const SlotList& accepted, const SlotList& refused) {
  unit.rows.reserve(accepted.size() + refused.size());
  Joined(accepted, refused).each([&](Slot slot, const SlotCounts& yes, const SlotCounts& no) {
    Row& row = unit.rows.emplace_back();
    row.slot = slot;
    row.counts.refused = {static_cast<double>(no.first), static_cast<double>(no.retry)};
    row.counts.accepted = {static_cast<double>(yes.first), static_cast<double>(yes.retry)};
    row.accepted_from = yes.earliest;
    row.accepted_to = yes.latest;
    row.refused_from = no.earliest;
    row.refused_to = no.latest;
    unit.total += row.counts;
    unit.all.push_back({.slot = slot, .refused = no.earliest < yes.earliest});
    if (yes.earliest_first != no_moment || no.earliest_first != no_moment) {
      unit.first.push_back({.slot = slot, .refused = no.earliest_first < yes.earliest_first});
    }
  });
}

void add_histograms(Unit& unit, const correlate::Histograms& histograms, bool refused) {
  for (const correlate::Histograms::Cell& cell : histograms.cells()) {
    auto& bins = unit.histograms[static_cast<std::size_t>(cell.scale())];
    if (bins.empty()) bins.resize(bin_edges(cell.scale()).size() + 1);
    Counts& counts = bins[cell.bin()];
    auto& kind = refused ? counts.refused : counts.accepted;
    kind[0] += cell.first;
    kind[1] += cell.retry;
  }
}

Words words_of(const Selection& selection, const Names& words,
               correlate::Refused CodeAggregate::*refused,
               correlate::Accepted RemoteAggregate::*accepted) {
  correlate::Refused sum;
  for (const CodeAggregate* code : selection.codes) sum.add(code->*refused);
  std::vector<FrequentWord> entries = sum.words();
  std::ranges::sort(entries, [](const FrequentWord& a, const FrequentWord& b) {
    return a.count() != b.count() ? a.count() > b.count() : a.hash < b.hash;
  });
  Words result;
  for (const FrequentWord& entry : entries) {
    Word& word = result.refused_most.emplace_back();
    word.text = words.word(entry.word);
    word.counts.refused = {static_cast<double>(entry.first), static_cast<double>(entry.retry)};
    for (const RemoteAggregate* remote : selection.remotes) {
      const auto counts = (remote->*accepted).of(entry.hash);
      word.counts.accepted[0] += counts.first;
      word.counts.accepted[1] += counts.second;
    }
  }
  for (const RemoteAggregate* remote : selection.remotes) {
    result.distinct = std::max(result.distinct, (remote->*accepted).distinct());
  }
  return result;
}

void fill_histograms(Unit& unit, const Selection& selection) {
  for (const RemoteAggregate* remote : selection.remotes) {
    add_histograms(unit, remote->histograms, false);
  }
  for (const CodeAggregate* code : selection.codes) add_histograms(unit, code->histograms, true);
}

}  // namespace

Unit unit_of(const Selection& selection) {
  Unit unit;
  SlotList accepted;
  SlotList refused;
  for (const RemoteAggregate* remote : selection.remotes) {
    add_hosts(accepted, remote->hosts, selection.host);
    unit.contacts.add(remote->contacts);
    unit.most_sessions = std::max(unit.most_sessions, remote->most_sessions);
  }
  unit.about_mailbox = !selection.codes.empty();
  for (const CodeAggregate* code : selection.codes) {
    unit.about_mailbox = unit.about_mailbox && code->about_mailbox;
    unit.says_greylisting = unit.says_greylisting || code->says_greylisting;
    add_hosts(refused, code->hosts, selection.host);
    unit.refused.add(code->times);
    unit.most_sessions_refused = std::max(unit.most_sessions_refused, code->most_sessions);
  }
  fill_rows(unit, accepted, refused);
  return unit;
}

void add_parties(const Selection& selection, const Names& words, Unit& unit) {
  if (selection.host != nullptr) return;  // these are kept by remote, not by host
  fill_histograms(unit, selection);
  unit.recipients =
      words_of(selection, words, &CodeAggregate::recipients, &RemoteAggregate::recipients);
  unit.senders = words_of(selection, words, &CodeAggregate::senders, &RemoteAggregate::senders);
}

}  // namespace curfew::detect
