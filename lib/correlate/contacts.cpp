#include "correlate/contacts.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "correlate/by_name.h"
#include "text/hash.h"

namespace curfew::correlate {
namespace {

// Of one connection: more are not told apart.
constexpr std::uint32_t most_uses = std::numeric_limits<std::uint16_t>::max();

}  // namespace

Contacts::Contacts(Ledger& ledger) : seed_(text::random_seed()), ledger_(ledger) {}

Contacts::Contacts(const Contacts& other, Ledger& ledger)
    : seed_(other.seed_),
      waiting_(other.waiting_),
      recent_(other.recent_),
      next_recent_(other.next_recent_),
      newest_(other.newest_),
      sources_(other.sources_),
      source_at_(other.source_at_),
      sessions_(other.sessions_),
      ledger_(ledger),
      last_remote_(other.last_remote_),
      last_use_(other.last_use_),
      lengths_are_told_(other.lengths_are_told_) {}

std::uint64_t Contacts::session_of(const Event& event, std::uint64_t message) const noexcept {
  if (event.session_id.empty()) return message;
  return text::hash(event.log_host, seed_) ^ text::hash(event.session_id, seed_ + 1);
}

Contacts::Text Contacts::Row::keep(std::string_view text) {
  const Text kept{.begin = static_cast<std::uint32_t>(texts.size()),
                  .size = static_cast<std::uint32_t>(text.size())};
  texts.insert(texts.end(), text.begin(), text.end());
  return kept;
}

void Contacts::Row::add(const WaitingContact& waiting, const Row& from) {
  WaitingContact& added = contacts.emplace_back(waiting);
  if (!waiting.is_detailed) return;
  added.domain = static_cast<Name>(details.size());
  Detail& detail = details.emplace_back(from.detail_of(waiting));
  for (Text* const text : {&detail.recipient, &detail.sender, &detail.address}) {
    *text = keep(from.word(*text));
  }
}

void Contacts::Row::clear() noexcept {
  contacts.clear();
  details.clear();
  texts.clear();
}

bool Contacts::Row::restored(std::size_t words) const noexcept {
  const auto is_text = [this](const Text& text) {
    return text.begin <= texts.size() && text.size <= texts.size() - text.begin;
  };
  const auto is_word = [words](Name name) { return static_cast<std::size_t>(name) <= words; };
  return std::ranges::all_of(contacts,
                             [&](const WaitingContact& one) {
                               const bool is_place =
                                   !one.is_detailed ||
                                   static_cast<std::size_t>(one.domain) < details.size();
                               return is_word(one.remote) && is_word(one.host) && is_place &&
                                      (one.is_detailed || is_word(one.domain)) && one.is_sound();
                             }) &&
         std::ranges::all_of(details, [&](const Detail& one) {
           const Contact& contact = one.contact;
           return is_text(one.recipient) && is_text(one.sender) && is_text(one.address) &&
                  is_word(contact.source) && is_word(contact.remote) && is_word(contact.host) &&
                  is_word(contact.code) && is_word(contact.refused_before) &&
                  is_word(contact.deferred_by) && is_word(contact.domain);
         });
}

void Contacts::keep_words(const Contact& told, WaitingContact& waiting) {
  if (ledger_.counts_alone()) return;
  const std::string_view recipient = told.recipient.substr(0, longest_address);
  const std::string_view sender = told.sender.substr(0, longest_address);
  waiting.hashes = Ledger::hashes_of(recipient, sender);
  if (!waiting.is_detailed) return;
  Detail& detail = waiting_.detail_of(waiting);
  if (detail.contact.code == Name::none) return;
  detail.recipient = waiting_.keep(recipient);
  detail.sender = waiting_.keep(sender);
  detail.address = waiting_.keep(told.address_text.substr(0, longest_address));
}

void Contacts::count_sessions(const WaitingContact& waiting, Milliseconds length, bool turned_away,
                              Contact& contact) {
  if (ledger_.counts_alone()) return;
  const OpenSessions::Count open = sessions_.begin(waiting.remote, waiting.session, waiting.begin,
                                                   length, turned_away, waiting.estimated);
  lengths_are_told_ = lengths_are_told_ || length.count() >= 0;
  contact.most_sessions = open.open;
  contact.sessions_exact = open.exact;
  // An upper bound refutes a limit and proves none, so the models of limits do not see it.
  contact.sessions = lengths_are_told_ ? open.lasting : 0;
}

// Some servers say only that a connection was used before: it then follows the message before, in
// the order in which they began.
void Contacts::follow_uses() {
  std::vector<std::uint32_t> in_order = batch_.turns;
  std::ranges::stable_sort(
      in_order, {}, [this](std::uint32_t place) { return batch_.row.contacts[place].begin; });
  for (const std::uint32_t place : in_order) {
    WaitingContact& waiting = batch_.row.contacts[place];
    if (!batch_.row.is_asked(waiting)) continue;
    if (waiting.connection_use == 0) {
      const bool follows = waiting.reused && waiting.remote == last_remote_ && last_use_ != 0;
      const std::uint32_t use = follows ? last_use_ + 1 : waiting.reused ? 0 : 1;
      waiting.connection_use = static_cast<std::uint16_t>(std::min(use, most_uses));
    }
    last_remote_ = waiting.remote;
    last_use_ = waiting.connection_use;
  }
}

void Contacts::number_uses() {
  const WaitingContact* last = nullptr;
  for (const std::uint32_t place : batch_.turns) {
    WaitingContact& waiting = batch_.row.contacts[place];
    if (!batch_.row.is_asked(waiting)) continue;
    if (waiting.connection_use == 0) {
      if (waiting.reused) return follow_uses();
      waiting.connection_use = 1;
    }
    if (last == nullptr || waiting.begin >= last->begin) last = &waiting;
  }
  if (last == nullptr) return;
  last_remote_ = last->remote;
  last_use_ = last->connection_use;
}

void Contacts::count(const WaitingContact& waiting) {
  if (!waiting.is_detailed) {
    Contact contact = contact_of(waiting, batch_.sources[waiting.source]);
    count_sessions(waiting, Milliseconds(waiting.length), false, contact);
    return ledger_.add(contact, waiting.hashes);
  }
  Detail& detail = batch_.row.detail_of(waiting);
  Contact& contact = detail.contact;
  if (contact.asked) {
    contact.connection_use = waiting.connection_use;
    count_sessions(waiting, detail.length, detail.turned_away, contact);
  }
  contact.recipient = batch_.row.word(detail.recipient);
  contact.sender = batch_.row.word(detail.sender);
  contact.address_text = batch_.row.word(detail.address);
  ledger_.add(contact, waiting.hashes);
  if (listener_ != nullptr) (*listener_)(contact, ledger_.counted(contact));
}

// Remote by remote, each remote's in the order in which they began.
void Contacts::group() {
  const std::vector<WaitingContact>& contacts = batch_.row.contacts;
  std::vector<std::uint64_t>& grouped = batch_.grouped;
  grouped.clear();
  for (const std::uint32_t place : batch_.turns) {
    grouped.push_back(static_cast<std::uint64_t>(contacts[place].remote) << 32 | place);
  }
  std::ranges::sort(grouped);
  const auto begin_of = [&contacts](std::uint64_t key) {
    return contacts[static_cast<std::uint32_t>(key)].begin;
  };
  batch_.newest = Instant::min();
  for (auto first = grouped.begin(); first != grouped.end();) {
    const std::uint64_t remote = *first >> 32;
    const auto end = std::find_if(first, grouped.end(),
                                  [remote](std::uint64_t key) { return key >> 32 != remote; });
    const std::span<std::uint64_t> of_remote(first, end);
    // They stand in the log by their ends, which is nearly the same.
    if (!std::ranges::is_sorted(of_remote, {}, begin_of)) {
      std::ranges::stable_sort(of_remote, {}, begin_of);
    }
    batch_.newest = std::max(batch_.newest, begin_of(*(end - 1)));
    first = end;
  }
}

// Returns whether some are left.
bool Contacts::count_some() {
  if (batch_.counted == 0) {
    number_uses();
    group();
  }
  const std::vector<std::uint64_t>& grouped = batch_.grouped;
  const std::size_t end = std::min(grouped.size(), batch_.counted + most_at_a_time);
  for (std::size_t& i = batch_.counted; i < end; ++i) {
    count(batch_.row.contacts[static_cast<std::uint32_t>(grouped[i])]);
  }
  if (end < grouped.size()) return true;
  sessions_.forget(batch_.newest);
  return false;
}

// Those that were released stay in the batch; the others go on waiting, in their order.
void Contacts::close_up() {
  constexpr auto gone = static_cast<std::uint32_t>(-1);
  std::swap(waiting_, batch_.row);
  if (batch_.sources.size() != sources_.size()) batch_.sources = sources_;
  waiting_.clear();
  batch_.counted = 0;
  moved_.assign(batch_.row.contacts.size(), 0);
  for (const std::uint32_t place : batch_.turns) moved_[place] = gone;
  for (std::size_t place = 0; place < moved_.size(); ++place) {
    if (moved_[place] == gone) continue;
    moved_[place] = static_cast<std::uint32_t>(waiting_.contacts.size());
    waiting_.add(batch_.row.contacts[place], batch_.row);
  }
  for (Recent& recent : recent_) {
    if (!recent.waits) continue;
    recent.waits = moved_[recent.place] != gone;
    recent.place = moved_[recent.place];
  }
}

// What waited long enough, and more where too many would be left.
void Contacts::choose(std::size_t most_left) {
  const std::vector<WaitingContact>& contacts = waiting_.contacts;
  const auto count = static_cast<std::uint32_t>(contacts.size());
  std::vector<std::uint32_t>& turns = batch_.turns;
  turns.clear();
  for (std::uint32_t place = 0; place < count; ++place) {
    if (contacts[place].begin < newest_ - patience) turns.push_back(place);
  }
  const std::size_t too_many = contacts.size() - std::min(contacts.size(), most_left);
  if (turns.size() >= too_many) return;
  turns.resize(contacts.size());
  std::iota(turns.begin(), turns.end(), 0U);
  const auto behind = turns.begin() + static_cast<std::ptrdiff_t>(too_many);
  if (behind == turns.end()) return;
  std::ranges::nth_element(turns, behind, {}, [&contacts](std::uint32_t place) {
    return std::pair(contacts[place].begin, place);
  });
  turns.erase(behind, turns.end());
  std::ranges::sort(turns);
}

void Contacts::release(std::size_t most_left) {
  if (waiting_.contacts.empty()) return;
  counting_.finish();
  choose(most_left);
  if (batch_.turns.empty()) return;
  close_up();
  counting_.leave([this] { return count_some(); });
}

std::size_t Contacts::source_of(Name source) {
  std::uint32_t& place = at(source_at_, source);
  if (place == 0) {
    sources_.push_back(source);
    place = static_cast<std::uint32_t>(sources_.size());
  }
  return place - 1;
}

// There is more to be kept of it than of others.
WaitingContact& Contacts::add_detailed(const EndedContact& ended, Instant begin) {
  WaitingContact& waiting = waiting_.contacts.emplace_back();
  waiting.begin = begin;
  waiting.session = ended.session;
  waiting.remote = ended.contact.remote;
  waiting.connection_use =
      static_cast<std::uint16_t>(std::min(ended.contact.connection_use, most_uses));
  waiting.estimated = ended.estimated;
  waiting.reused = ended.contact.reused;
  waiting.is_detailed = true;
  waiting.domain = static_cast<Name>(waiting_.details.size());
  Detail& detail = waiting_.details.emplace_back();
  Contact& contact = detail.contact;
  contact = ended.contact;
  // A reply that refuses comes at the end, the decision to take the mail at the beginning.
  const bool refused = contact.code != Name::none;
  contact.time =
      refused && contact.replied ? ended.end : std::clamp(ended.not_before, begin, ended.end);
  contact.took = ended.end - contact.time;
  detail.length = ended.length;
  detail.turned_away = contact.passed_over && ended.length.count() < 0;
  return waiting;
}

void Contacts::add(const EndedContact& ended) {
  const std::size_t waiting_so_far = waiting_.contacts.size();
  if (waiting_so_far == most || waiting_.details.size() == most_detailed) {
    release(waiting_so_far / 2);
  }
  const Instant begin = ended.length.count() > 0
                            ? ended.end - std::min<Milliseconds>(ended.length, patience)
                            : ended.end;
  const std::optional<WaitingContact> plain =
      listener_ == nullptr ? plain_contact(ended, begin, source_of(ended.contact.source))
                           : std::nullopt;
  WaitingContact& waiting =
      plain ? waiting_.contacts.emplace_back(*plain) : add_detailed(ended, begin);
  keep_words(ended.contact, waiting);
  if (ended.contact.asked && ended.contact.recipient.empty()) {
    recent_[next_recent_++ % most_recent] = {
        .line = ended.line,
        .place = static_cast<std::uint32_t>(waiting_.contacts.size() - 1),
        .waits = true};
  }
  newest_ = std::max(newest_, ended.end);
}

// Those whose line may be repeated are detailed.
void Contacts::complete(std::uint64_t line, const Contact& told) {
  const auto recent = std::ranges::find_if(
      recent_, [line](const Recent& one) { return one.waits && one.line == line; });
  if (recent == recent_.end()) return;
  WaitingContact& waiting = waiting_.contacts[recent->place];
  Contact& contact = waiting_.detail_of(waiting).contact;
  if (contact.remote != told.remote || contact.code != told.code) return;
  recent->waits = false;  // several recipients may repeat it; the first stands for them
  if (contact.stratum != ContactStratum::first) contact.stratum = told.stratum;
  contact.refused_before = told.refused_before;
  contact.waited = told.waited;
  contact.age = told.age;
  contact.passed_over = false;
  keep_words(told, waiting);
}

bool Contacts::restored() {
  const std::size_t words = ledger_.names().size();
  source_at_.clear();
  for (const Name source : sources_) {
    if (static_cast<std::size_t>(source) > words) return false;
    at(source_at_, source) = static_cast<std::uint32_t>(&source - sources_.data()) + 1;
  }
  const auto has_source = [this](const WaitingContact& one) {
    return one.is_detailed || one.source < sources_.size();
  };
  const auto is_there = [this](const Recent& one) {
    return !one.waits ||
           (one.place < waiting_.contacts.size() && waiting_.contacts[one.place].is_detailed);
  };
  return waiting_.restored(words) && std::ranges::all_of(waiting_.contacts, has_source) &&
         std::ranges::all_of(recent_, is_there) && sessions_.restored();
}

void Contacts::count_due() {
  release(most);
  counting_.finish();
}

// What comes next is a report, which takes memory itself. A log that is watched has few that wait,
// and is reported of again and again.
void Contacts::settle() {
  release(0);
  counting_.finish();
  if (batch_.row.contacts.capacity() < most / 4) return;
  waiting_ = {};
  batch_ = {};
  moved_ = {};
}

}  // namespace curfew::correlate
