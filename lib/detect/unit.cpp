#include "detect/unit.h"

#include <algorithm>

namespace curfew::detect {
namespace {

using correlate::CodeRecord;
using correlate::FrequentWord;
using correlate::HostSlots;
using correlate::Moment;
using correlate::no_moment;
using correlate::PartKind;
using correlate::PartSlots;
using correlate::RemoteRecord;
using correlate::Scale;
using correlate::SlotCounts;
using correlate::SlotList;
using correlate::SlotSum;

// Share of contacts whose message's arrival is known; where there are fewer, none is relied on.
constexpr double least_known = 0.1;

void add_hosts(const std::vector<HostSlots>& hosts, const Name* host, SlotSum& sum) {
  for (const HostSlots& one : hosts) {
    if (host == nullptr || one.host == *host) sum.add(one.slots);
  }
}

bool is_same(const PartSlots& one, const PartSlots& other) noexcept {
  return one.kind == other.kind && one.key == other.key;
}

void add_part(const correlate::Parts& parts, const PartSlots& wanted, SlotSum& sum) {
  for (const PartSlots& one : parts.all) {
    if (is_same(one, wanted)) sum.add(one.slots);
  }
}

// Of the remotes, or of the codes.
template <class Record>
void add_slots(const Record& record, const Selection& selection, SlotSum& sum) {
  if (selection.part == nullptr) {
    add_hosts(record.hosts, selection.host, sum);
  } else {
    add_part(record.parts, *selection.part, sum);
  }
}

void add_refused(const CodeRecord& code, const Selection& selection, SlotSum& sum) {
  if (selection.left_out == nullptr || !code.traits.all_without_reply) {
    add_slots(code, selection, sum);
    return;
  }
  SlotSum own;
  add_slots(code, selection, own);
  SlotList known = own.slots();
  std::erase_if(known, [&](const SlotCounts& counts) {
    return std::ranges::binary_search(*selection.left_out, counts.slot);
  });
  sum.add(known);
}

// What all the codes are; the cause and the reply are those of the first.
void add_traits(const correlate::CodeTraits& code, bool fresh, correlate::CodeTraits& traits) {
  if (fresh) {
    traits = code;
    return;
  }
  traits.about_mailbox = traits.about_mailbox && code.about_mailbox;
  traits.says_greylisting = traits.says_greylisting || code.says_greylisting;
  traits.all_without_reply = traits.all_without_reply && code.all_without_reply;
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

void count_arrivals(const SlotList& slots, double& first, double& unknown) {
  for (const SlotCounts& counts : slots) {
    first += counts.first + counts.first_at_host;
    unknown += counts.unknown;
  }
}

// Whether first attempts are told from others at all: else what is no known retry stands for them.
bool are_arrivals_unknown(const AcceptedSlots::Sum& accepted, const SlotList& refused) {
  double first = accepted.first;
  double unknown = accepted.unknown;
  count_arrivals(refused, first, unknown);
  return unknown > 0 && first < least_known * (first + unknown);
}

// How the four strata of a slot become two.
class Strata {
 public:
  /// `at_host`: of one host alone, where the first attempt there is a first attempt.
  Strata(bool arrivals_unknown, bool at_host)
      : arrivals_unknown_(arrivals_unknown), at_host_(at_host) {}

  std::array<double, 2> of(const SlotCounts& counts) const noexcept {
    double first = counts.first;
    double retry = counts.retry;
    (at_host_ ? first : retry) += counts.first_at_host;
    (arrivals_unknown_ ? first : retry) += counts.unknown;
    return {first, retry};
  }
  /// Of what stands for first attempts.
  Moment earliest(const SlotCounts& counts) const noexcept {
    Moment earliest = counts.earliest_first;
    if (at_host_) earliest = std::min(earliest, counts.earliest_at_host);
    if (arrivals_unknown_) earliest = std::min(earliest, counts.earliest_unknown);
    return earliest;
  }

 private:
  bool arrivals_unknown_;
  bool at_host_;
};

void fill_rows(Unit& unit, const SlotList& accepted, const SlotList& refused,
               const Strata& strata) {
  const Joined joined(accepted, refused);
  // Many units are held at a time, of remotes with many hosts.
  std::size_t count = 0;
  joined.each([&](Slot, const SlotCounts&, const SlotCounts&) { ++count; });
  unit.rows.reserve(count);
  joined.each([&](Slot slot, const SlotCounts& yes, const SlotCounts& no) {
    Row& row = unit.rows.emplace_back();
    row.slot = slot;
    row.counts.refused = strata.of(no);
    row.counts.accepted = strata.of(yes);
    row.accepted_from = yes.earliest;
    row.accepted_to = yes.latest;
    row.refused_from = no.earliest;
    row.refused_to = no.latest;
    row.first_accepted = strata.earliest(yes);
    row.first_refused = strata.earliest(no);
    unit.returned += no.returned;
  });
}

// The totals, and which outcome came first in each slot.
void observe(Unit& unit) {
  unit.total = {};
  unit.first.clear();
  unit.all.clear();
  unit.first.reserve(unit.rows.size());
  unit.all.reserve(unit.rows.size());
  for (const Row& row : unit.rows) {
    unit.total += row.counts;
    unit.all.push_back({.slot = row.slot, .refused = row.refused_from < row.accepted_from});
    if (row.first_accepted != no_moment || row.first_refused != no_moment) {
      unit.first.push_back({.slot = row.slot, .refused = row.first_refused < row.first_accepted});
    }
  }
}

bool is_waited(Scale scale) noexcept {
  return scale == Scale::waited_refused || scale == Scale::waited_accepted;
}

void add_histograms(Unit& unit, const correlate::Histograms& histograms, bool refused) {
  for (const correlate::Histograms::Cell& cell : histograms.cells()) {
    if (is_waited(cell.scale())) continue;
    auto& bins = unit.histograms[static_cast<std::size_t>(cell.scale())];
    if (bins.empty()) bins.resize(bin_edges(cell.scale()).size() + 1);
    Counts& counts = bins[cell.bin()];
    auto& kind = refused ? counts.refused : counts.accepted;
    kind[0] += cell.first;
    kind[1] += cell.retry;
    kind[unit.arrivals_unknown ? 0 : 1] += cell.unknown;
  }
}

void add_waited(std::vector<Counts>& waited, const correlate::Histograms& histograms) {
  for (const correlate::Histograms::Cell& cell : histograms.cells()) {
    if (!is_waited(cell.scale())) continue;
    if (waited.empty()) waited.resize(bin_edges(cell.scale()).size() + 1);
    Counts& counts = waited[cell.bin()];
    auto& kind = cell.scale() == Scale::waited_refused ? counts.refused : counts.accepted;
    kind[1] += static_cast<double>(std::uint64_t{cell.first} + cell.retry + cell.unknown);
  }
}

Words words_of(const Selection& selection, const Names& words,
               correlate::Refused CodeRecord::*refused,
               correlate::Accepted RemoteRecord::*accepted) {
  correlate::Refused sum;
  for (const CodeRecord* code : selection.codes) sum.add(code->*refused);
  std::vector<FrequentWord> entries = sum.words();
  std::ranges::sort(entries, [](const FrequentWord& a, const FrequentWord& b) {
    return a.count() != b.count() ? a.count() > b.count() : a.hash < b.hash;
  });
  Words result;
  for (const FrequentWord& entry : entries) {
    Word& word = result.refused_most.emplace_back();
    word.text = words.word(entry.word);
    word.counts.refused = {static_cast<double>(entry.first), static_cast<double>(entry.retry)};
    for (const RemoteRecord* remote : selection.remotes) {
      const auto counts = (remote->*accepted).of(entry.hash);
      word.counts.accepted[0] += counts.first;
      word.counts.accepted[1] += counts.second;
    }
  }
  for (const RemoteRecord* remote : selection.remotes) {
    result.distinct = std::max(result.distinct, (remote->*accepted).distinct());
  }
  return result;
}

void fill_histograms(Unit& unit, const Selection& selection) {
  for (const RemoteRecord* remote : selection.remotes) {
    add_histograms(unit, remote->histograms, false);
  }
  for (const CodeRecord* code : selection.codes) {
    add_histograms(unit, code->histograms, true);
    add_waited(unit.waited, code->histograms);
  }
}

}  // namespace

AcceptedSlots::Entry::Entry(const Selection& selection)
    : remotes(selection.remotes), part(selection.part) {
  if (selection.host != nullptr) host = *selection.host;
  SlotSum slots;
  for (const RemoteRecord* remote : remotes) add_slots(*remote, selection, slots);
  sum.slots = slots.slots();
  count_arrivals(sum.slots, sum.first, sum.unknown);
}

bool AcceptedSlots::Entry::is_of(const Selection& selection) const {
  const bool same_host = selection.host == nullptr ? !host : host == *selection.host;
  const bool same_part = part == nullptr || selection.part == nullptr
                             ? part == selection.part
                             : is_same(*part, *selection.part);
  return same_host && same_part && remotes == selection.remotes;
}

const AcceptedSlots::Sum& AcceptedSlots::of(const Selection& selection) {
  const auto known =
      std::ranges::find_if(entries_, [&](const Entry& entry) { return entry.is_of(selection); });
  return known != entries_.end() ? known->sum : entries_.emplace_back(selection).sum;
}

Unit unit_of(const Selection& selection, AcceptedSlots& all_accepted) {
  Unit unit;
  for (const RemoteRecord* remote : selection.remotes) {
    unit.contacts.add(remote->contacts);
    unit.most_sessions = std::max(unit.most_sessions, remote->most_sessions);
  }
  SlotSum sum;
  bool fresh = true;
  for (const CodeRecord* code : selection.codes) {
    add_traits(code->traits, fresh, unit.traits);
    fresh = false;
    add_refused(*code, selection, sum);
    unit.refused.add(code->times);
    unit.most_sessions_refused = std::max(unit.most_sessions_refused, code->most_sessions);
  }
  const AcceptedSlots::Sum& accepted = all_accepted.of(selection);
  const SlotList& refused = sum.slots();
  unit.others_accept = selection.others_accept;
  unit.arrivals_unknown = are_arrivals_unknown(accepted, refused);
  const bool one_host = selection.host != nullptr ||
                        (selection.part != nullptr && selection.part->kind == PartKind::address);
  fill_rows(unit, accepted.slots, refused, Strata(unit.arrivals_unknown, one_host));
  observe(unit);
  return unit;
}

void drop_before(Slot slot, Unit& unit) {
  std::erase_if(unit.rows, [slot](const Row& row) { return row.slot < slot; });
  unit.contacts.first = std::max(unit.contacts.first, start_of(slot));
  observe(unit);
}

void add_parties(const Selection& selection, const Names& words, Unit& unit) {
  // These are kept by remote, not by host or part.
  if (selection.host != nullptr || selection.part != nullptr) return;
  fill_histograms(unit, selection);
  unit.recipients = words_of(selection, words, &CodeRecord::recipients, &RemoteRecord::recipients);
  unit.senders = words_of(selection, words, &CodeRecord::senders, &RemoteRecord::senders);
}

}  // namespace curfew::detect
