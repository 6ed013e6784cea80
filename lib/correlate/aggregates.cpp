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
using correlate::HostSlots;
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

void count_slot(const Contact& contact, std::vector<HostSlots>& hosts) {
  const correlate::Moment moment = correlate::moment_of(contact.time);
  const Slot slot = slot_of(contact.time);
  HostSlots& of_host = slots_of(hosts, contact.host);
  ++of_host.contacts;
  of_host.slots.at(slot) +=
      SlotCounts{.slot = slot,
                 .first = contact.first ? 1U : 0U,
                 .retry = contact.first ? 0U : 1U,
                 .earliest = moment,
                 .latest = moment,
                 .earliest_first = contact.first ? moment : correlate::no_moment};
}

void count_histograms(const Contact& contact, const correlate::AcceptedLately::Counts& before,
                      correlate::Histograms& histograms) {
  const bool first = contact.first;
  if (contact.sessions != 0) {
    histograms.add(Scale::sessions, bin_of(Scale::sessions, contact.sessions), first);
  }
  if (first) {
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

void accept(const Contact& contact, const Aggregates::WordHashes& hashes, RemoteAggregate& remote) {
  count_slot(contact, remote.hosts);
  remote.accepted.add(contact.time);
  if (hashes.recipient != 0) remote.recipients.add(hashes.recipient, contact.first);
  if (hashes.sender != 0) remote.senders.add(hashes.sender, contact.first);
}

void refuse(const Contact& contact, const Aggregates::WordHashes& hashes, RemoteAggregate& remote,
            CodeAggregate& code, Names& words) {
  code.about_mailbox = code.about_mailbox || contact.about_mailbox;
  code.says_greylisting = code.says_greylisting || contact.says_greylisting;
  count_slot(contact, code.hosts);
  code.times.add(contact.time);
  code.most_sessions = std::max(code.most_sessions, contact.sessions);
  count_refused(contact.recipient, hashes.recipient, contact.first, code.recipients,
                remote.recipients, words);
  count_refused(contact.sender, hashes.sender, contact.first, code.senders, remote.senders, words);
}

void merge_hosts(std::vector<HostSlots>& mine, const std::vector<HostSlots>& theirs) {
  for (const HostSlots& one : theirs) {
    HostSlots& same = slots_of(mine, one.host);
    same.contacts += one.contacts;
    same.slots.add(one.slots);
  }
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
  each_series_of(remotes,
                 [&newest](const auto& series) { newest = std::max(newest, series.last()); });
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
    remote.lately.add(second.count());
  } else {
    CodeAggregate& code = code_of(remote, contact.code);
    count_histograms(contact, before, code.histograms);
    refuse(contact, hashes, remote, code, state_->words);
  }
  if (state_->budget.is_due()) state_->keep_budget();
}

void Aggregates::add(const Aggregates& other) {
  for (const RemoteAggregate& theirs : other.state_->remotes) {
    RemoteAggregate& mine = state_->of(theirs.source, theirs.remote);
    merge_hosts(mine.hosts, theirs.hosts);
    mine.histograms.add(theirs.histograms);
    mine.recipients.add(theirs.recipients);
    mine.senders.add(theirs.senders);
    mine.contacts.add(theirs.contacts);
    mine.accepted.add(theirs.accepted);
    mine.lately.add(theirs.lately);
    mine.most_sessions = std::max(mine.most_sessions, theirs.most_sessions);
    for (const CodeAggregate& code : theirs.codes) {
      CodeAggregate& sum = code_of(mine, code.code);
      sum.about_mailbox = sum.about_mailbox || code.about_mailbox;
      sum.says_greylisting = sum.says_greylisting || code.says_greylisting;
      merge_hosts(sum.hosts, code.hosts);
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

std::size_t bytes(const CodeAggregate& code) noexcept {
  return bytes(code.hosts) +
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
    sum += bytes(remote.hosts) + remote.recipients.memory() + remote.senders.memory() +
           remote.lately.memory() +
           remote.histograms.cells().capacity() * sizeof(correlate::Histograms::Cell) +
           remote.codes.capacity() * sizeof(CodeAggregate);
    for (const CodeAggregate& code : remote.codes) sum += bytes(code);
  }
  return sum;
}

}  // namespace curfew
