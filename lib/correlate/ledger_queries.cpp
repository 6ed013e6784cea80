#include <algorithm>

#include "correlate/ledger_state.h"
#include "correlate/remote_code.h"

namespace curfew {
namespace {

using correlate::CodeRecord;
using correlate::RemoteRecord;
using correlate::SlotCounts;
using correlate::SlotList;
using correlate::SlotSum;

void add_hosts(const std::vector<correlate::HostSlots>& hosts, SlotSum& sum) {
  for (const correlate::HostSlots& host : hosts) sum.add(host.slots);
}

// What was no contact is none here either, though our name server's failures are counted so.
void take_contacts_from(SlotCounts& counts) noexcept {
  counts.first = counts.retry = counts.first_at_host = counts.unknown = 0;
}

SlotList without_contacts(const correlate::SlotSeries& aside) {
  SlotList list;
  for (SlotCounts counts : aside) {
    take_contacts_from(counts);
    list.push_back(counts);
  }
  return list;
}

bool is_empty(const BucketCounts& counts) noexcept {
  return counts == BucketCounts{};
}

BucketSeries series_of(Name remote, Name code, const SlotList& slots, const Period& period) {
  BucketSeries series{.remote = remote, .code = code, .buckets = {}, .deferred_messages = 0};
  for (const SlotCounts& counts : slots) {
    if (!period.contains(counts.slot)) continue;
    series.deferred_messages += counts.deferred_messages;
    const Bucket bucket{.slot = counts.slot,
                        .counts = correlate::bucket_of(counts, code != Name::none)};
    if (!is_empty(bucket.counts)) series.buckets.push_back(bucket);
  }
  return series;
}

std::vector<const CodeRecord*> records_of(const Ledger::State& state, Name remote, Name code) {
  std::vector<const CodeRecord*> records;
  for (const RemoteRecord* one : state.all_of(remote)) {
    for (const CodeRecord& record : one->codes) {
      if (code == Name::none || record.code == code) records.push_back(&record);
    }
  }
  std::ranges::stable_sort(records, {}, &CodeRecord::code);
  return records;
}

bool has_host(const std::vector<correlate::HostSlots>& hosts, Name host) noexcept {
  return std::ranges::find(hosts, host, &correlate::HostSlots::host) != hosts.end();
}

bool has_part(const correlate::Parts& parts, correlate::PartKind kind, std::uint64_t key) noexcept {
  return std::ranges::any_of(parts.all, [&](const correlate::PartSlots& part) {
    return part.key == key && part.kind == kind;
  });
}

std::size_t memory_of(const std::vector<correlate::HostSlots>& hosts) noexcept {
  std::size_t sum = hosts.capacity() * sizeof(correlate::HostSlots);
  for (const correlate::HostSlots& host : hosts) sum += host.slots.memory();
  return sum;
}

std::size_t memory_of(const correlate::Parts& parts) noexcept {
  std::size_t sum = parts.all.capacity() * sizeof(correlate::PartSlots);
  for (const correlate::PartSlots& part : parts.all) sum += part.slots.memory();
  return sum;
}

std::size_t memory_of(const CodeRecord& code) noexcept {
  return memory_of(code.hosts) + memory_of(code.parts) + code.aside.memory() +
         code.held.all().capacity() * sizeof(HeldDelivery) +
         code.histograms.cells().capacity() * sizeof(correlate::Histograms::Cell) +
         (code.recipients.words().capacity() + code.senders.words().capacity()) *
             sizeof(correlate::FrequentWord);
}

}  // namespace

std::vector<Name> Ledger::remotes() const {
  return state_->all_remotes();
}

std::vector<BucketSeries> Ledger::answers(Name remote, const Period& period) const {
  const Period slots = period.in_whole_slots();
  std::vector<BucketSeries> all;
  SlotSum sum;
  const auto take = [&](Name code) {
    BucketSeries series = series_of(remote, code, sum.slots(), slots);
    if (!series.buckets.empty()) all.push_back(std::move(series));
  };
  for (const RemoteRecord* one : state_->all_of(remote)) add_hosts(one->hosts, sum);
  take(Name::none);
  const std::vector<const CodeRecord*> records = records_of(*state_, remote, Name::none);
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i == 0 || records[i]->code != records[i - 1]->code) sum.clear();
    add_hosts(records[i]->hosts, sum);
    sum.add(without_contacts(records[i]->aside));
    const bool is_last = i + 1 == records.size() || records[i + 1]->code != records[i]->code;
    if (is_last) take(records[i]->code);
  }
  return all;
}

bool Ledger::has_several_sources() const noexcept {
  return std::ranges::any_of(state_->remotes, [this](const RemoteRecord& one) {
    return one.source != state_->remotes.front().source;
  });
}

std::vector<std::pair<Name, Tally>> Ledger::by_source(Name remote, const Period& period) const {
  const Period slots = period.in_whole_slots();
  std::vector<std::pair<Name, Tally>> all;
  for (const RemoteRecord* one : state_->all_of(remote)) {
    Tally tally;
    const auto add = [&](const correlate::SlotSeries& series, bool refused, bool contacted) {
      for (SlotCounts counts : series) {
        if (!slots.contains(counts.slot)) continue;
        if (!contacted) take_contacts_from(counts);
        tally += correlate::bucket_of(counts, refused);
      }
    };
    for (const correlate::HostSlots& host : one->hosts) add(host.slots, false, true);
    for (const CodeRecord& code : one->codes) {
      for (const correlate::HostSlots& host : code.hosts) add(host.slots, true, true);
      add(code.aside, true, false);
    }
    if (tally != Tally{}) all.emplace_back(one->source, tally);
  }
  return all;
}

std::vector<TrafficSlot> Ledger::traffic(const Period& period) const {
  const Period slots = period.in_whole_slots();
  std::vector<TrafficSlot> all;
  all.reserve(state_->traffic.size());
  for (const TrafficSlot& slot : state_->traffic) {
    if (slots.contains(slot.slot)) all.push_back(slot);
  }
  return all;
}

std::vector<HeldDelivery> Ledger::held(Name remote, Name code, const Period& period) const {
  const Period slots = period.in_whole_slots();
  std::vector<HeldDelivery> all;
  for (const CodeRecord* record : records_of(*state_, remote, code)) {
    std::ranges::copy_if(record->held.all(), std::back_inserter(all),
                         [&](const auto& one) { return slots.contains(one.delivered); });
  }
  std::ranges::sort(all, {}, &HeldDelivery::delivered);
  return all;
}

Waits Ledger::waits(Name remote, Name code, const Period& period) const {
  const Period slots = period.in_whole_slots();
  Waits waits;
  for (const HeldDelivery& one : held(remote, code, period)) {
    waits.add(one.delivered - one.first_attempt);
  }
  std::uint64_t count = 0;
  std::uint32_t longest = 0;
  for (const CodeRecord* record : records_of(*state_, remote, code)) {
    for (const SlotCounts& counts : record->aside) {
      if (!slots.contains(counts.slot)) continue;
      count += counts.released;
      longest = std::max(longest, counts.longest_wait);
    }
  }
  // A sample may lack the longest, which is kept to the second.
  const bool is_sample = count != waits.count();
  waits.stand_for(count, is_sample ? Milliseconds(std::chrono::seconds(longest)) : Milliseconds());
  return waits;
}

std::optional<SessionPeak> Ledger::sessions(Name remote, Name code) const {
  SessionPeak peak;
  for (const CodeRecord* record : records_of(*state_, remote, code)) peak.add(record->peak);
  if (peak.contacts == 0) return std::nullopt;
  return peak;
}

// The host that is not told apart has no place; a part that is not counted is none of the parts.
Ledger::Counted Ledger::counted(const Contact& contact) const noexcept {
  Counted counted;
  if (!contact.asked) return counted;
  const auto place = state_->index.find(correlate::remote_code(contact.source, contact.remote));
  if (place == state_->index.end()) return counted;
  const RemoteRecord& remote = state_->remotes[place->second - 1];
  const std::vector<correlate::HostSlots>* hosts = &remote.hosts;
  const correlate::Parts* parts = &remote.parts;
  if (contact.code != Name::none) {
    const auto code = std::ranges::find(remote.codes, contact.code, &CodeRecord::code);
    if (code == remote.codes.end()) return counted;
    hosts = &code->hosts;
    parts = &code->parts;
  }
  counted.host = has_host(*hosts, contact.host) ? contact.host : Name::none;
  counted.in_domain =
      has_part(*parts, correlate::PartKind::domain, static_cast<std::uint64_t>(contact.domain));
  counted.in_address = has_part(*parts, correlate::PartKind::address, contact.address);
  return counted;
}

std::size_t Ledger::slots() const noexcept {
  return state_->slots();
}

std::optional<Slot> Ledger::folded_before() const noexcept {
  return state_->budget.folded_before();
}

std::size_t Ledger::memory() const noexcept {
  constexpr std::size_t entry = 40;  // of the index
  std::size_t sum =
      state_->remotes.capacity() * sizeof(RemoteRecord) + state_->index.size() * entry;
  for (const RemoteRecord& remote : state_->remotes) {
    sum += memory_of(remote.hosts) + memory_of(remote.parts) + remote.recipients.memory() +
           remote.senders.memory() + remote.lately.memory() +
           remote.histograms.cells().capacity() * sizeof(correlate::Histograms::Cell) +
           remote.codes.capacity() * sizeof(CodeRecord);
    for (const CodeRecord& code : remote.codes) sum += memory_of(code);
  }
  return sum;
}

}  // namespace curfew
