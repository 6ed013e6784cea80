#include "curfew/aggregates.h"

#include <algorithm>
#include <array>
#include <limits>

#include "correlate/aggregate_state.h"
#include "correlate/by_name.h"
#include "correlate/prefetch.h"

namespace curfew {
namespace {

using correlate::Accepted;
using correlate::CodeAggregate;
using correlate::CodeTraits;
using correlate::HostSlots;
using correlate::PartKind;
using correlate::PartSlots;
using correlate::Refused;
using correlate::RemoteAggregate;
using correlate::Scale;
using correlate::SlotCounts;

// Hosts of a remote told apart; the rest share the place of "none".
constexpr std::size_t most_hosts = 64;
// Recipients and senders whose words are kept: what is refused to more is nobody's own trouble.
constexpr std::size_t most_words = 65'536;

HostSlots& slots_of(std::vector<HostSlots>& hosts, Name host) {
  for (HostSlots& one : hosts) {
    if (one.host == host) return one;
  }
  if (hosts.size() >= most_hosts && host != Name::none) return slots_of(hosts, Name::none);
  hosts.reserve(hosts.size() + 1);
  return hosts.emplace_back(HostSlots{.host = host, .contacts = 0, .slots = {}});
}

CodeAggregate& code_of(RemoteAggregate& remote, Name code) {
  if (remote.last_code < remote.codes.size() && remote.codes[remote.last_code].code == code) {
    return remote.codes[remote.last_code];
  }
  auto place = std::ranges::find(remote.codes, code, &CodeAggregate::code);
  if (place == remote.codes.end()) {
    remote.codes.reserve(remote.codes.size() + 1 + remote.codes.size() / 4);
    remote.codes.emplace_back().code = code;
    place = remote.codes.end() - 1;
  }
  remote.last_code = static_cast<std::uint32_t>(place - remote.codes.begin());
  return *place;
}

SlotCounts counts_of(const Contact& contact) {
  const correlate::Moment moment = correlate::moment_of(contact.time);
  SlotCounts counts{.slot = slot_of(contact.time),
                    .returned = contact.returned ? 1U : 0U,
                    .earliest = moment,
                    .latest = moment};
  switch (contact.stratum) {
    case ContactStratum::retry:
      counts.retry = 1;
      break;
    case ContactStratum::first:
      counts.first = 1;
      counts.earliest_first = moment;
      break;
    case ContactStratum::first_at_host:
      counts.first_at_host = 1;
      counts.earliest_at_host = moment;
      break;
    case ContactStratum::unknown:
      counts.unknown = 1;
      counts.earliest_unknown = moment;
      break;
  }
  return counts;
}

template <class Slots>
void count_slot(const SlotCounts& counts, Slots& slots) {
  ++slots.contacts;
  slots.slots.at(counts.slot) += counts;
}

void count_histograms(const Contact& contact, const correlate::AcceptedLately::Counts& before,
                      correlate::Histograms& histograms) {
  const ContactStratum first = contact.stratum;
  if (contact.sessions != 0) {
    histograms.add(Scale::sessions, bin_of(Scale::sessions, contact.sessions), first);
  }
  if (first == ContactStratum::first) {
    histograms.add(Scale::age, 0, first);
  } else if (contact.age.count() >= 0) {
    const auto seconds = static_cast<std::uint64_t>(contact.age.count() / 1000);
    histograms.add(Scale::age, bin_of(Scale::age, std::max<std::uint64_t>(seconds, 1)), first);
  }
  const std::array<std::pair<Scale, std::uint64_t>, 3> known{
      {{Scale::connection_use, contact.connection_use},
       {Scale::recipients, contact.recipients},
       {Scale::kilobytes, (contact.size + 1023) / 1024}}};
  for (const auto& [scale, count] : known) {
    if (count != 0) histograms.add(scale, bin_of(scale, count), first);
  }
  const std::array<std::pair<Scale, std::uint64_t>, 3> counts{
      {{Scale::minute, before.minute},
       {Scale::hour, before.hour},
       {Scale::full_hour, before.full_hour}}};
  for (const auto& [scale, count] : counts) histograms.add(scale, bin_of(scale, count), first);
}

std::uint64_t hash_of(std::string_view word) noexcept {
  return word.empty() ? 0 : std::max<std::uint64_t>(correlate::word_hash(word), 1);
}

void count_refused(std::string_view word, std::uint64_t hash, bool first, Refused& refused,
                   Accepted& accepted, Names& words) {
  if (hash == 0) return;
  accepted.refused(hash);
  correlate::FrequentWord& entry = refused.add(hash, first);
  if (entry.word == Name::none && entry.count() > 1 && words.size() < most_words) {
    entry.word = words.of(word.substr(0, correlate::longest_address));
  }
}

// What the contact is part of, where a remote may be split.
std::array<std::pair<PartKind, std::uint64_t>, 2> parts_of(const Contact& contact) noexcept {
  return {{{PartKind::domain, static_cast<std::uint64_t>(contact.domain)},
           {PartKind::address, contact.address}}};
}

void merge(CodeTraits& mine, const correlate::Span& my_time, const CodeTraits& theirs,
           Instant their_first) noexcept {
  if (my_time.empty()) {
    mine = theirs;
    return;
  }
  if (their_first < my_time.first) {
    mine.cause = theirs.cause;
    mine.reply_code = theirs.reply_code;
  }
  mine.about_mailbox = mine.about_mailbox || theirs.about_mailbox;
  mine.says_greylisting = mine.says_greylisting || theirs.says_greylisting;
  mine.all_without_reply = mine.all_without_reply && theirs.all_without_reply;
}

// How long a recipient that was refused with a code waits for what comes of it.
void count_wait(const Contact& contact, RemoteAggregate& remote) {
  if (contact.refused_before == Name::none || contact.waited.count() < 0) return;
  const bool accepted = contact.code == Name::none;
  if (!accepted && contact.code != contact.refused_before) return;
  const Scale scale = accepted ? Scale::waited_accepted : Scale::waited_refused;
  const auto seconds = static_cast<std::uint64_t>(contact.waited.count() / 1000);
  code_of(remote, contact.refused_before)
      .histograms.add(scale, bin_of(scale, seconds), contact.stratum);
}

void accept(const Contact& contact, const Aggregates::WordHashes& hashes, RemoteAggregate& remote) {
  const SlotCounts counts = counts_of(contact);
  count_slot(counts, slots_of(remote.hosts, contact.host));
  for (const auto& [kind, key] : parts_of(contact)) {
    PartSlots* part = remote.parts.find(kind, key);
    if (part != nullptr) count_slot(counts, *part);
  }
  remote.accepted.add(contact.time);
  const bool first = contact.stratum == ContactStratum::first;
  if (hashes.recipient != 0) remote.recipients.add(hashes.recipient, first);
  if (hashes.sender != 0) remote.senders.add(hashes.sender, first);
}

void refuse(const Contact& contact, const Aggregates::WordHashes& hashes, RemoteAggregate& remote,
            CodeAggregate& code, Names& words) {
  merge(code.traits, code.times,
        {.cause = contact.cause,
         .reply_code = contact.reply_code,
         .about_mailbox = contact.about_mailbox,
         .says_greylisting = contact.says_greylisting,
         .all_without_reply = !contact.replied},
        contact.time);
  const SlotCounts counts = counts_of(contact);
  count_slot(counts, slots_of(code.hosts, contact.host));
  for (const auto& [kind, key] : parts_of(contact)) {
    if (key == 0) continue;
    const Name word = kind == PartKind::domain ? contact.domain : words.of(contact.address_text);
    remote.parts.of(kind, key, word);  // acceptances count from now on
    PartSlots* part = code.parts.of(kind, key, word);
    if (part != nullptr) count_slot(counts, *part);
  }
  code.times.add(contact.time);
  code.most_sessions = std::max(code.most_sessions, contact.sessions);
  const bool first = contact.stratum == ContactStratum::first;
  count_refused(contact.recipient, hashes.recipient, first, code.recipients, remote.recipients,
                words);
  count_refused(contact.sender, hashes.sender, first, code.senders, remote.senders, words);
}

void merge_hosts(std::vector<HostSlots>& mine, const std::vector<HostSlots>& theirs) {
  for (const HostSlots& one : theirs) {
    HostSlots& same = slots_of(mine, one.host);
    same.contacts += one.contacts;
    same.slots.add(one.slots);
  }
}

void merge_parts(correlate::Parts& mine, const correlate::Parts& theirs, const Names& their_words,
                 Names& words) {
  for (const PartSlots& part : theirs.all) {
    const Name word =
        part.kind == PartKind::domain ? part.word : words.of(their_words.word(part.word));
    PartSlots* same = mine.of(part.kind, part.key, word);
    if (same == nullptr) return;
    same->contacts += part.contacts;
    same->slots.add(part.slots);
  }
  if (!theirs.too_many) return;
  mine.too_many = true;
  mine.all.clear();
}

template <class Remotes, class Take>
void each_series_of(Remotes& remotes, Take take) {
  for (auto& remote : remotes) correlate::each_series(remote, take);
}

// The other one's words are another table's: they are given again by ours.
Refused with_words_of(Refused refused, const Names& theirs, Names& ours) {
  Refused same;
  std::vector<correlate::FrequentWord> entries = refused.words();
  for (correlate::FrequentWord& entry : entries) {
    if (entry.word != Name::none) entry.word = ours.of(theirs.word(entry.word));
  }
  same.assign(std::move(entries));
  return same;
}

}  // namespace

namespace correlate {

PartSlots* Parts::find(PartKind kind, std::uint64_t key) noexcept {
  for (PartSlots& part : all) {
    if (part.key == key && part.kind == kind) return &part;
  }
  return nullptr;
}

PartSlots* Parts::of(PartKind kind, std::uint64_t key, Name word) {
  if (too_many) return nullptr;
  if (PartSlots* known = find(kind, key)) return known;
  if (all.size() == most) {
    too_many = true;
    all.clear();
    return nullptr;
  }
  return &all.emplace_back(
      PartSlots{.kind = kind, .key = key, .word = word, .contacts = 0, .slots = {}});
}

}  // namespace correlate

RemoteAggregate& Aggregates::State::of(Name source, Name remote) {
  std::uint32_t& latest = correlate::at(lately, remote);
  if (latest < remotes.size()) {
    RemoteAggregate& same = remotes[latest];
    if (same.remote == remote && same.source == source) return same;
  }
  const std::uint64_t key =
      (static_cast<std::uint64_t>(source) << 32) | static_cast<std::uint64_t>(remote);
  const auto [place, is_new] = index.try_emplace(key, static_cast<std::uint32_t>(remotes.size()));
  if (is_new) {
    RemoteAggregate& added = remotes.emplace_back();
    added.source = source;
    added.remote = remote;
  }
  latest = place->second;
  return remotes[place->second];
}

const RemoteAggregate* Aggregates::State::known(Name remote) const noexcept {
  const auto name = static_cast<std::size_t>(remote);
  if (name >= lately.size() || lately[name] >= remotes.size()) return nullptr;
  return &remotes[lately[name]];
}

std::size_t Aggregates::State::slots() const noexcept {
  std::size_t count = 0;
  each_series_of(remotes, [&count](const auto& series) { count += series.size(); });
  return count;
}

void Aggregates::State::keep_budget() {
  Slot newest = std::numeric_limits<Slot>::min();
  each_series_of(remotes, [&newest](const auto& series) {
    if (!series.empty()) newest = std::max(newest, series.last());
  });
  budget.keep(
      newest, [this] { return slots(); },
      [this](const SlotFold& fold) {
        each_series_of(remotes, [&fold](auto& series) { series.fold(fold); });
      });
}

Aggregates::Aggregates(SlotBudget budget) : state_(std::make_unique<State>()) {
  state_->budget = budget;
}
Aggregates::~Aggregates() = default;
Aggregates::Aggregates(Aggregates&&) noexcept = default;
Aggregates& Aggregates::operator=(Aggregates&&) noexcept = default;

void Aggregates::expect(Name remote) const noexcept {
  const RemoteAggregate* soon = state_->known(remote);
  if (soon != nullptr) correlate::prefetch(soon, sizeof *soon);
}

void Aggregates::expect_counts(Name remote) const noexcept {
  const RemoteAggregate* soon = state_->known(remote);
  if (soon == nullptr) return;
  correlate::prefetch(soon->hosts.data(), sizeof(HostSlots));
  soon->histograms.expect();
  soon->recipients.expect();
  soon->senders.expect();
  soon->lately.expect();
  if (soon->last_code < soon->codes.size()) {
    correlate::prefetch(&soon->codes[soon->last_code], sizeof(CodeAggregate));
  }
}

Aggregates::WordHashes Aggregates::hashes_of(std::string_view recipient,
                                             std::string_view sender) noexcept {
  return {.recipient = hash_of(recipient), .sender = hash_of(sender)};
}

void Aggregates::add(const Contact& contact) {
  add(contact, hashes_of(contact.recipient, contact.sender));
}

void Aggregates::add(const Contact& contact, const WordHashes& hashes) {
  RemoteAggregate& remote = state_->of(contact.source, contact.remote);
  const auto second = std::chrono::floor<std::chrono::seconds>(contact.time.time_since_epoch());
  const auto before = remote.lately.before(second.count());
  remote.contacts.add(contact.time);
  remote.most_sessions = std::max(remote.most_sessions, contact.sessions);
  if (contact.code == Name::none) {
    count_histograms(contact, before, remote.histograms);
    accept(contact, hashes, remote);
    count_wait(contact, remote);
    remote.lately.add(second.count());
  } else {
    CodeAggregate& code = code_of(remote, contact.code);
    count_histograms(contact, before, code.histograms);
    refuse(contact, hashes, remote, code, state_->words);
    count_wait(contact, remote);
  }
  if (state_->budget.is_due()) state_->keep_budget();
}

void Aggregates::add_unresolved(Name source, Name remote, Instant at) {
  Contact failure;
  failure.time = at;
  count_slot(counts_of(failure), slots_of(state_->of(source, remote).unresolved, Name::none));
  if (state_->budget.is_due()) state_->keep_budget();
}

void Aggregates::add(const Aggregates& other) {
  for (const RemoteAggregate& theirs : other.state_->remotes) {
    RemoteAggregate& mine = state_->of(theirs.source, theirs.remote);
    merge_hosts(mine.hosts, theirs.hosts);
    merge_hosts(mine.unresolved, theirs.unresolved);
    merge_parts(mine.parts, theirs.parts, other.state_->words, state_->words);
    mine.histograms.add(theirs.histograms);
    mine.recipients.add(theirs.recipients);
    mine.senders.add(theirs.senders);
    mine.contacts.add(theirs.contacts);
    mine.accepted.add(theirs.accepted);
    mine.lately.add(theirs.lately);
    mine.most_sessions = std::max(mine.most_sessions, theirs.most_sessions);
    for (const CodeAggregate& code : theirs.codes) {
      CodeAggregate& sum = code_of(mine, code.code);
      merge(sum.traits, sum.times, code.traits, code.times.first);
      merge_hosts(sum.hosts, code.hosts);
      merge_parts(sum.parts, code.parts, other.state_->words, state_->words);
      sum.histograms.add(code.histograms);
      sum.recipients.add(with_words_of(code.recipients, other.state_->words, state_->words));
      sum.senders.add(with_words_of(code.senders, other.state_->words, state_->words));
      sum.times.add(code.times);
      sum.most_sessions = std::max(sum.most_sessions, code.most_sessions);
    }
  }
  if (!state_->remotes.empty()) state_->keep_budget();
}

std::size_t Aggregates::remotes() const noexcept {
  return state_->remotes.size();
}

std::size_t Aggregates::slots() const noexcept {
  return state_->slots();
}

std::optional<Slot> Aggregates::folded_before() const noexcept {
  return state_->budget.folded_before();
}

namespace {

std::size_t bytes(const std::vector<HostSlots>& hosts) noexcept {
  std::size_t sum = hosts.capacity() * sizeof(HostSlots);
  for (const HostSlots& host : hosts) sum += host.slots.memory();
  return sum;
}

std::size_t bytes(const correlate::Parts& parts) noexcept {
  std::size_t sum = parts.all.capacity() * sizeof(PartSlots);
  for (const PartSlots& part : parts.all) sum += part.slots.memory();
  return sum;
}

std::size_t bytes(const CodeAggregate& code) noexcept {
  return bytes(code.hosts) + bytes(code.parts) +
         code.histograms.cells().capacity() * sizeof(correlate::Histograms::Cell) +
         (code.recipients.words().capacity() + code.senders.words().capacity()) *
             sizeof(correlate::FrequentWord);
}

}  // namespace

std::size_t Aggregates::memory() const noexcept {
  constexpr std::size_t entry = 40;  // of the index
  std::size_t sum =
      state_->remotes.capacity() * sizeof(RemoteAggregate) + state_->index.size() * entry;
  for (const RemoteAggregate& remote : state_->remotes) {
    sum += bytes(remote.hosts) + bytes(remote.unresolved) + bytes(remote.parts) +
           remote.recipients.memory() + remote.senders.memory() + remote.lately.memory() +
           remote.histograms.cells().capacity() * sizeof(correlate::Histograms::Cell) +
           remote.codes.capacity() * sizeof(CodeAggregate);
    for (const CodeAggregate& code : remote.codes) sum += bytes(code);
  }
  return sum;
}

}  // namespace curfew
