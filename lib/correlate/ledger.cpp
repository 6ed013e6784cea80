#include "correlate/ledger.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "correlate/by_name.h"
#include "correlate/ledger_state.h"
#include "correlate/remote_code.h"

namespace curfew {
namespace {

using correlate::Accepted;
using correlate::CodeRecord;
using correlate::CodeTraits;
using correlate::HostSlots;
using correlate::PartKind;
using correlate::PartSlots;
using correlate::Refused;
using correlate::RemoteRecord;
using correlate::Scale;
using correlate::SlotCounts;

// Hosts of a remote told apart; the rest share the place of "none".
constexpr std::size_t most_hosts = 64;
// Recipients and senders whose words are kept: what is refused to more is nobody's own trouble.
constexpr std::size_t most_words = 65'536;

HostSlots& own_slots_of(std::vector<HostSlots>& hosts, Name host) {
  for (HostSlots& one : hosts) {
    if (one.host == host) return one;
  }
  hosts.reserve(hosts.size() + 1);
  return hosts.emplace_back(HostSlots{.host = host, .contacts = 0, .slots = {}});
}

HostSlots& slots_of(std::vector<HostSlots>& hosts, Name host) {
  const bool is_known = std::ranges::find(hosts, host, &HostSlots::host) != hosts.end();
  return own_slots_of(hosts, is_known || hosts.size() < most_hosts ? host : Name::none);
}

CodeRecord& code_of(RemoteRecord& remote, Name code) {
  if (remote.last_code < remote.codes.size() && remote.codes[remote.last_code].code == code) {
    return remote.codes[remote.last_code];
  }
  auto place = std::ranges::find(remote.codes, code, &CodeRecord::code);
  if (place == remote.codes.end()) {
    remote.codes.reserve(remote.codes.size() + 1 + remote.codes.size() / 4);
    remote.codes.emplace_back().code = code;
    place = remote.codes.end() - 1;
  }
  remote.last_code = static_cast<std::uint32_t>(place - remote.codes.begin());
  return *place;
}

void count_contact(const Contact& contact, SlotCounts& counts) {
  const correlate::Moment moment = correlate::moment_of(contact.time);
  counts.earliest = std::min(counts.earliest, moment);
  counts.latest = std::max(counts.latest, moment);
  switch (contact.stratum) {
    case ContactStratum::retry:
      ++counts.retry;
      break;
    case ContactStratum::first:
      ++counts.first;
      counts.earliest_first = std::min(counts.earliest_first, moment);
      break;
    case ContactStratum::first_at_host:
      ++counts.first_at_host;
      counts.earliest_at_host = std::min(counts.earliest_at_host, moment);
      break;
    case ContactStratum::unknown:
      ++counts.unknown;
      counts.earliest_unknown = std::min(counts.earliest_unknown, moment);
      break;
  }
  counts.returned += contact.returned ? 1U : 0U;
  counts.reused += contact.reused ? 1U : 0U;
  if (contact.passed_over && contact.stratum == ContactStratum::first) ++counts.passed_over;
}

void count_messages(const Contact& contact, SlotCounts& counts) {
  counts.messages += contact.new_message ? 1U : 0U;
  counts.deferred_messages += contact.newly_deferred ? 1U : 0U;
}

// Messages are counted where hosts are; parts are for detection, which counts contacts.
template <class Slots>
SlotCounts& count_slot(const Contact& contact, Slots& slots) {
  ++slots.contacts;
  SlotCounts& counts = slots.slots.at(slot_of(contact.time));
  count_contact(contact, counts);
  return counts;
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
       {Scale::kilobytes, correlate::kilobytes_of(contact.size)}}};
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
  if (entry.word == Name::none && words.size() < most_words) {
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
void count_wait(const Contact& contact, RemoteRecord& remote) {
  if (contact.refused_before == Name::none || contact.waited.count() < 0) return;
  const bool accepted = contact.code == Name::none;
  if (!accepted && contact.code != contact.refused_before) return;
  const Scale scale = accepted ? Scale::waited_accepted : Scale::waited_refused;
  const auto seconds = static_cast<std::uint64_t>(contact.waited.count() / 1000);
  code_of(remote, contact.refused_before)
      .histograms.add(scale, bin_of(scale, seconds), contact.stratum);
}

void accept(const Contact& contact, const Ledger::WordHashes& hashes, RemoteRecord& remote) {
  count_messages(contact, count_slot(contact, slots_of(remote.hosts, contact.host)));
  if (!remote.parts.all.empty()) {
    for (const auto& [kind, key] : parts_of(contact)) {
      PartSlots* part = remote.parts.find(kind, key);
      if (part != nullptr) count_slot(contact, *part);
    }
  }
  const bool first = contact.stratum == ContactStratum::first;
  if (hashes.recipient != 0) remote.recipients.add(hashes.recipient, first);
  if (hashes.sender != 0) remote.senders.add(hashes.sender, first);
}

void count_peak(const Contact& contact, SessionPeak& peak) {
  if (contact.most_sessions == 0) return;
  peak.add({.open = contact.most_sessions,
            .exact = contact.sessions_exact,
            .contacts = 1,
            .unsure = contact.sessions_exact ? 0U : 1U});
}

void refuse(const Contact& contact, const Ledger::WordHashes& hashes, RemoteRecord& remote,
            CodeRecord& code, Names& words) {
  merge(code.traits, code.times,
        {.cause = contact.cause,
         .reply_code = contact.reply_code,
         .about_mailbox = contact.about_mailbox,
         .says_greylisting = contact.says_greylisting,
         .all_without_reply = !contact.replied},
        contact.time);
  count_messages(contact, count_slot(contact, slots_of(code.hosts, contact.host)));
  for (const auto& [kind, key] : parts_of(contact)) {
    if (key == 0) continue;
    const Name word = kind == PartKind::domain ? contact.domain : words.of(contact.address_text);
    remote.parts.of(kind, key, word);  // acceptances count from now on
    PartSlots* part = code.parts.of(kind, key, word);
    if (part != nullptr) count_slot(contact, *part);
  }
  code.times.add(contact.time);
  code.most_sessions = std::max(code.most_sessions, contact.sessions);
  count_peak(contact, code.peak);
  const bool first = contact.stratum == ContactStratum::first;
  count_refused(contact.recipient, hashes.recipient, first, code.recipients, remote.recipients,
                words);
  count_refused(contact.sender, hashes.sender, first, code.senders, remote.senders, words);
}

// What was no contact.
void set_aside(const Contact& contact, SlotCounts& counts) {
  count_messages(contact, counts);
  if (contact.unresolved) count_contact(contact, counts);
  counts.not_contacted += contact.deferred ? 1U : 0U;
  counts.expired += contact.expired ? 1U : 0U;
}

// The other one's words are another table's: they are given again by ours.
class Translation {
 public:
  Translation(const Names& theirs, Names& ours) : theirs_(theirs), ours_(ours) {}
  Name operator()(Name name) const { return ours_.of(theirs_.word(name)); }

 private:
  const Names& theirs_;
  Names& ours_;
};

struct Translations {
  Translation names;
  Translation words;
};

// Of more hosts than are told apart, those whose words have the least hashes are: whatever comes
// first.
void limit_hosts(std::vector<HostSlots>& hosts, const Names& names) {
  const auto hash = [&](const HostSlots& one) {
    return correlate::word_hash(names.word(one.host));
  };
  while (std::ranges::count_if(hosts, [](const HostSlots& one) { return one.host != Name::none; }) >
         static_cast<std::ptrdiff_t>(most_hosts)) {
    const auto most = std::ranges::max_element(
        hosts, {}, [&](const HostSlots& one) { return one.host == Name::none ? 0 : hash(one); });
    const HostSlots gone = std::move(*most);
    hosts.erase(most);
    HostSlots& rest = own_slots_of(hosts, Name::none);
    rest.contacts += gone.contacts;
    rest.slots.add(gone.slots);
  }
}

void merge_hosts(std::vector<HostSlots>& mine, const std::vector<HostSlots>& theirs,
                 const Translations& to) {
  for (const HostSlots& one : theirs) {
    HostSlots& same = own_slots_of(mine, to.names(one.host));
    same.contacts += one.contacts;
    same.slots.add(one.slots);
  }
}

void merge_parts(correlate::Parts& mine, const correlate::Parts& theirs, const Translations& to) {
  for (const PartSlots& part : theirs.all) {
    const bool is_domain = part.kind == PartKind::domain;
    const Name word = is_domain ? to.names(part.word) : to.words(part.word);
    PartSlots* same =
        mine.of(part.kind, is_domain ? static_cast<std::uint64_t>(word) : part.key, word);
    if (same == nullptr) return;
    same->contacts += part.contacts;
    same->slots.add(part.slots);
  }
  if (!theirs.too_many) return;
  mine.too_many = true;
  mine.all.clear();
}

Refused translated(const Refused& refused, const Translations& to) {
  std::vector<correlate::FrequentWord> entries = refused.words();
  for (correlate::FrequentWord& entry : entries) entry.word = to.words(entry.word);
  Refused same;
  same.assign(std::move(entries));
  return same;
}

void merge_code(CodeRecord& mine, const CodeRecord& theirs, const Translations& to,
                correlate::HeldBudget& budget) {
  merge(mine.traits, mine.times, theirs.traits, theirs.times.first);
  merge_hosts(mine.hosts, theirs.hosts, to);
  merge_parts(mine.parts, theirs.parts, to);
  mine.aside.add(theirs.aside);
  mine.histograms.add(theirs.histograms);
  mine.recipients.add(translated(theirs.recipients, to));
  mine.senders.add(translated(theirs.senders, to));
  for (const HeldDelivery& one : theirs.held.all()) mine.held.add(one, budget);
  mine.times.add(theirs.times);
  mine.most_sessions = std::max(mine.most_sessions, theirs.most_sessions);
  mine.peak.add(theirs.peak);
}

template <class Remotes, class Take>
void each_series_of(Remotes& remotes, Take take) {
  for (auto& remote : remotes) correlate::each_series(remote, take);
}

template <class Slots>
Slot newest_of(const Slots& remotes) {
  Slot newest = std::numeric_limits<Slot>::min();
  each_series_of(remotes, [&newest](const auto& series) {
    if (!series.empty()) newest = std::max(newest, series.last());
  });
  return newest;
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
  if (all.size() == all.capacity()) all.reserve(all.size() + 1 + all.size() / 4);
  return &all.emplace_back(
      PartSlots{.kind = kind, .key = key, .word = word, .contacts = 0, .slots = {}});
}

}  // namespace correlate

void SessionPeak::add(const SessionPeak& other) noexcept {
  contacts += other.contacts;
  unsure += other.unsure;
  if (other.open > open) {
    open = other.open;
    exact = other.exact;
  } else if (other.open == open) {
    exact = exact || other.exact;
  }
}

RemoteRecord& Ledger::State::of(Name source, Name remote) {
  Places& of_remote = correlate::at(places, remote);
  if (of_remote.lately != 0) {
    RemoteRecord& same = remotes[of_remote.lately - 1];
    if (same.source == source) return same;
  }
  const auto next = static_cast<std::uint32_t>(remotes.size()) + 1;
  const auto [place, is_new] = index.try_emplace(correlate::remote_code(source, remote), next);
  if (is_new) {
    RemoteRecord& added = remotes.emplace_back();
    added.source = source;
    added.remote = remote;
    added.of_same_remote = std::exchange(of_remote.newest, next);
  }
  of_remote.lately = place->second;
  return remotes[place->second - 1];
}

std::vector<Name> Ledger::State::all_remotes() const {
  std::vector<Name> all;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].newest != 0) all.push_back(static_cast<Name>(i));
  }
  return all;
}

std::vector<const RemoteRecord*> Ledger::State::all_of(Name remote) const {
  std::vector<const RemoteRecord*> all;
  const auto name = static_cast<std::size_t>(remote);
  if (name >= places.size()) return all;
  for (std::uint32_t at = places[name].newest; at != 0; at = remotes[at - 1].of_same_remote) {
    all.push_back(&remotes[at - 1]);
  }
  return all;
}

std::size_t Ledger::State::slots() const noexcept {
  std::size_t count = 0;
  each_series_of(remotes, [&count](const auto& series) { count += series.size(); });
  return count;
}

void Ledger::State::keep_budget() {
  budget.keep(
      newest_of(remotes), [this] { return slots(); },
      [this](const SlotFold& fold) {
        each_series_of(remotes, [&fold](auto& series) { series.fold(fold); });
      });
}

void Ledger::State::keep_traffic_budget() {
  traffic_budget.keep(
      traffic.last(), [this] { return traffic.size(); },
      [this](const SlotFold& fold) { traffic.fold(fold); });
}

void Ledger::State::keep_held_budget() {
  while (held_budget.kept > correlate::HeldBudget::most) {
    held_budget.limit /= 2;
    for (RemoteRecord& remote : remotes) {
      for (CodeRecord& code : remote.codes) code.held.keep(held_budget);
    }
  }
}

Ledger::Ledger(std::size_t most_slots) : state_(std::make_unique<State>(most_slots)) {}
Ledger::Ledger(const Ledger& other) : state_(std::make_unique<State>(*other.state_)) {}
Ledger::~Ledger() = default;
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;

Names& Ledger::names() noexcept {
  return state_->names;
}

const Names& Ledger::names() const noexcept {
  return state_->names;
}

Ledger::WordHashes Ledger::hashes_of(std::string_view recipient, std::string_view sender) noexcept {
  return {.recipient = hash_of(recipient), .sender = hash_of(sender)};
}

void Ledger::count_alone() noexcept {
  state_->counts_alone = true;
}

bool Ledger::counts_alone() const noexcept {
  return state_->counts_alone;
}

void Ledger::State::count_alone(const Contact& contact) {
  RemoteRecord& remote = of(contact.source, contact.remote);
  if (!contact.asked) {
    set_aside(contact, code_of(remote, contact.code).aside.at(slot_of(contact.time)));
    return;
  }
  std::vector<HostSlots>& hosts =
      contact.code == Name::none ? remote.hosts : code_of(remote, contact.code).hosts;
  count_messages(contact, count_slot(contact, slots_of(hosts, Name::none)));
}

void Ledger::add(const Contact& contact) {
  add(contact, hashes_of(contact.recipient, contact.sender));
}

void Ledger::add(const Contact& contact, const WordHashes& hashes) {
  if (state_->counts_alone) {
    state_->count_alone(contact);
    if (state_->budget.is_due()) state_->keep_budget();
    return;
  }
  RemoteRecord& remote = state_->of(contact.source, contact.remote);
  if (!contact.asked) {
    set_aside(contact, code_of(remote, contact.code).aside.at(slot_of(contact.time)));
  } else {
    const auto second = std::chrono::floor<std::chrono::seconds>(contact.time.time_since_epoch());
    const auto before = remote.lately.before(second.count());
    remote.contacts.add(contact.time);
    remote.most_sessions = std::max(remote.most_sessions, contact.sessions);
    if (contact.code == Name::none) {
      count_histograms(contact, before, remote.histograms);
      accept(contact, hashes, remote);
      remote.lately.add(second.count());
    } else {
      CodeRecord& code = code_of(remote, contact.code);
      count_histograms(contact, before, code.histograms);
      refuse(contact, hashes, remote, code, state_->words);
    }
    count_wait(contact, remote);
    if (contact.code == Name::none && contact.deferred_by != Name::none) state_->release(contact);
  }
  if (state_->budget.is_due()) state_->keep_budget();
}

// A delivery that had been held up is kept with who held it up.
void Ledger::State::release(const Contact& contact) {
  CodeRecord& code = code_of(of(contact.source, contact.deferred_by), contact.refused_before);
  const Instant delivered = contact.time + contact.took;
  SlotCounts& counts = code.aside.at(slot_of(delivered));
  ++counts.released;
  const auto wait = std::chrono::round<std::chrono::seconds>(contact.age).count();
  counts.longest_wait =
      std::max(counts.longest_wait,
               static_cast<std::uint32_t>(std::clamp<std::int64_t>(wait, 0, UINT32_MAX)));
  code.held.add({.first_attempt = delivered - contact.age,
                 .last_deferral = delivered - contact.since_last,
                 .delivered = delivered},
                held_budget);
  if (held_budget.kept > correlate::HeldBudget::most) keep_held_budget();
}

Traffic& Ledger::traffic_at(Instant at) {
  State& state = *state_;
  if (state.traffic_budget.is_due() && !state.traffic.empty()) state.keep_traffic_budget();
  return state.traffic.at(slot_of(at)).counts;
}

void Ledger::add(const Ledger& other) {
  const Translations to{.names = {other.state_->names, state_->names},
                        .words = {other.state_->words, state_->words}};
  State& state = *state_;
  const State& from = *other.state_;
  state.held_budget.limit = std::min(state.held_budget.limit, from.held_budget.limit);
  for (const RemoteRecord& theirs : from.remotes) {
    RemoteRecord& mine = state.of(to.names(theirs.source), to.names(theirs.remote));
    merge_hosts(mine.hosts, theirs.hosts, to);
    limit_hosts(mine.hosts, state.names);
    merge_parts(mine.parts, theirs.parts, to);
    mine.histograms.add(theirs.histograms);
    mine.recipients.add(theirs.recipients);
    mine.senders.add(theirs.senders);
    mine.contacts.add(theirs.contacts);
    mine.most_sessions = std::max(mine.most_sessions, theirs.most_sessions);
    for (const CodeRecord& code : theirs.codes) {
      CodeRecord& sum = code_of(mine, to.names(code.code));
      merge_code(sum, code, to, state.held_budget);
      limit_hosts(sum.hosts, state.names);
    }
  }
  state.traffic.add(from.traffic);
  for (RemoteRecord& remote : state.remotes) {
    for (CodeRecord& code : remote.codes) code.held.keep(state.held_budget);
  }
  state.keep_held_budget();
  if (!state.remotes.empty()) state.keep_budget();
  if (!state.traffic.empty()) state.keep_traffic_budget();
}

}  // namespace curfew
