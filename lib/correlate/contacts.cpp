#include "correlate/contacts.h"

#include <algorithm>
#include <utility>

#include "text/hash.h"

namespace curfew::correlate {

Contacts::Contacts(Ledger& ledger) : seed_(text::random_seed()), ledger_(ledger) {}

Contacts::Contacts(const Contacts& other, Ledger& ledger)
    : seed_(other.seed_),
      waiting_(other.waiting_),
      texts_(other.texts_),
      recent_(other.recent_),
      next_recent_(other.next_recent_),
      newest_(other.newest_),
      sessions_(other.sessions_),
      ledger_(ledger),
      last_remote_(other.last_remote_),
      last_use_(other.last_use_),
      lengths_are_told_(other.lengths_are_told_) {}

std::uint64_t Contacts::session_of(const Event& event, std::uint64_t message) const noexcept {
  if (event.session_id.empty()) return message;
  return text::hash(event.log_host, seed_) ^ text::hash(event.session_id, seed_ + 1);
}

void Contacts::keep_words(const Contact& told, Waiting& waiting) {
  const std::string_view recipient = told.recipient.substr(0, longest_address);
  const std::string_view sender = told.sender.substr(0, longest_address);
  waiting.hashes = Ledger::hashes_of(recipient, sender);
  if (waiting.contact.code == Name::none) return;
  waiting.recipient = keep(recipient);
  waiting.sender = keep(sender);
  waiting.address = keep(told.address_text.substr(0, longest_address));
}

Contacts::Text Contacts::keep(std::string_view text) {
  const Text kept{.begin = static_cast<std::uint32_t>(texts_.size()),
                  .size = static_cast<std::uint32_t>(text.size())};
  texts_.insert(texts_.end(), text.begin(), text.end());
  return kept;
}

void Contacts::count_sessions(Waiting& waiting) {
  Contact& contact = waiting.contact;
  const OpenSessions::Count open =
      sessions_.begin(contact.remote, waiting.session, waiting.begin, waiting.length,
                      waiting.turned_away, waiting.estimated);
  lengths_are_told_ = lengths_are_told_ || waiting.length.count() >= 0;
  contact.most_sessions = open.open;
  contact.sessions_exact = open.exact;
  // An upper bound refutes a limit and proves none, so the models of limits do not see it.
  contact.sessions = lengths_are_told_ ? open.lasting : 0;
}

// Some servers say only that a connection was used before: it then follows the message before.
void Contacts::number_uses() {
  for (const Turn& turn : batch_.turns) {
    Contact& contact = batch_.waiting[turn.place].contact;
    if (!contact.asked) continue;
    if (contact.connection_use == 0) {
      const bool follows = contact.reused && contact.remote == last_remote_ && last_use_ != 0;
      contact.connection_use = follows ? last_use_ + 1 : contact.reused ? 0 : 1;
    }
    last_remote_ = contact.remote;
    last_use_ = contact.connection_use;
  }
}

// Remote by remote, each remote's in their order.
void Contacts::count() {
  number_uses();
  std::vector<std::uint64_t>& grouped = batch_.grouped;
  grouped.clear();
  for (std::size_t i = 0; i < batch_.turns.size(); ++i) {
    const Contact& contact = batch_.waiting[batch_.turns[i].place].contact;
    grouped.push_back(static_cast<std::uint64_t>(contact.remote) << 32 | i);
  }
  std::ranges::sort(grouped);
  const auto text_of = [this](const Text& text) {
    return std::string_view(batch_.texts.data() + text.begin, text.size);
  };
  for (std::size_t i = 0; i < grouped.size(); ++i) {
    const Turn& turn = batch_.turns[static_cast<std::uint32_t>(grouped[i])];
    Waiting& waiting = batch_.waiting[turn.place];
    Contact& contact = waiting.contact;
    if (contact.asked) count_sessions(waiting);
    contact.recipient = text_of(waiting.recipient);
    contact.sender = text_of(waiting.sender);
    contact.address_text = text_of(waiting.address);
    ledger_.add(contact, waiting.hashes);
    if (listener_ != nullptr) (*listener_)(contact, ledger_.counted(contact));
  }
  sessions_.forget(batch_.turns.back().begin);
}

// Those that were released stay in the batch; the others go on waiting, in their order.
void Contacts::close_up() {
  constexpr auto gone = static_cast<std::uint32_t>(-1);
  std::swap(waiting_, batch_.waiting);
  std::swap(texts_, batch_.texts);
  waiting_.clear();
  texts_.clear();
  moved_.assign(batch_.waiting.size(), 0);
  for (const Turn& turn : batch_.turns) moved_[turn.place] = gone;
  const auto again = [this](Text& text) {
    text = keep({batch_.texts.data() + text.begin, text.size});
  };
  for (std::size_t place = 0; place < batch_.waiting.size(); ++place) {
    if (moved_[place] == gone) continue;
    moved_[place] = static_cast<std::uint32_t>(waiting_.size());
    Waiting& waiting = waiting_.emplace_back(batch_.waiting[place]);
    again(waiting.recipient);
    again(waiting.sender);
    again(waiting.address);
  }
  for (Recent& recent : recent_) {
    if (!recent.waits) continue;
    recent.waits = moved_[recent.place] != gone;
    recent.place = moved_[recent.place];
  }
}

// What waited long enough, and more where too many would be left.
void Contacts::release(std::size_t most_left) {
  if (waiting_.empty()) return;
  counting_.finish();
  std::vector<Turn>& turns = batch_.turns;
  turns.clear();
  for (std::size_t place = 0; place < waiting_.size(); ++place) {
    turns.push_back({.begin = waiting_[place].begin, .place = static_cast<std::uint32_t>(place)});
  }
  std::ranges::sort(turns);
  const auto behind = std::ranges::lower_bound(turns, newest_ - patience, {}, &Turn::begin);
  const auto waited = static_cast<std::size_t>(behind - turns.begin());
  const std::size_t too_many = turns.size() - std::min(turns.size(), most_left);
  turns.resize(std::max(waited, too_many));
  if (turns.empty()) return;
  close_up();
  counting_.leave([this] { count(); });
}

void Contacts::add(const EndedContact& ended) {
  if (waiting_.size() == most) release(most / 2);
  Waiting& waiting = waiting_.emplace_back();
  waiting.contact = ended.contact;
  waiting.begin = ended.length.count() > 0
                      ? ended.end - std::min<Milliseconds>(ended.length, patience)
                      : ended.end;
  // A reply that refuses comes at the end, the decision to take the mail at the beginning.
  const bool refused = ended.contact.code != Name::none;
  waiting.contact.time = refused && ended.contact.replied
                             ? ended.end
                             : std::clamp(ended.not_before, waiting.begin, ended.end);
  waiting.contact.took = ended.end - waiting.contact.time;
  waiting.estimated = ended.estimated;
  waiting.turned_away = ended.contact.passed_over && ended.length.count() < 0;
  waiting.session = ended.session;
  waiting.length = ended.length;
  keep_words(ended.contact, waiting);
  if (ended.contact.asked && ended.contact.recipient.empty()) {
    recent_[next_recent_++ % most_recent] = {
        .line = ended.line,
        .place = static_cast<std::uint32_t>(waiting_.size() - 1),
        .waits = true};
  }
  newest_ = std::max(newest_, ended.end);
}

void Contacts::complete(std::uint64_t line, const Contact& told) {
  const auto recent = std::ranges::find_if(
      recent_, [line](const Recent& one) { return one.waits && one.line == line; });
  if (recent == recent_.end()) return;
  Waiting& waiting = waiting_[recent->place];
  if (waiting.contact.remote != told.remote || waiting.contact.code != told.code) return;
  recent->waits = false;  // several recipients may repeat it; the first stands for them
  if (waiting.contact.stratum != ContactStratum::first) waiting.contact.stratum = told.stratum;
  waiting.contact.refused_before = told.refused_before;
  waiting.contact.waited = told.waited;
  waiting.contact.age = told.age;
  waiting.contact.passed_over = false;
  keep_words(told, waiting);
}

bool Contacts::restored() const noexcept {
  const auto is_text = [this](const Text& text) {
    return text.begin <= texts_.size() && text.size <= texts_.size() - text.begin;
  };
  const auto is_word = [this](Name name) {
    return static_cast<std::size_t>(name) <= ledger_.names().size();
  };
  return std::ranges::all_of(waiting_,
                             [&](const Waiting& one) {
                               const Contact& contact = one.contact;
                               return is_text(one.recipient) && is_text(one.sender) &&
                                      is_text(one.address) && is_word(contact.source) &&
                                      is_word(contact.remote) && is_word(contact.host) &&
                                      is_word(contact.code) && is_word(contact.refused_before) &&
                                      is_word(contact.deferred_by) && is_word(contact.domain);
                             }) &&
         std::ranges::all_of(
             recent_,
             [this](const Recent& one) { return !one.waits || one.place < waiting_.size(); }) &&
         sessions_.restored();
}

void Contacts::settle() {
  release(0);
  counting_.finish();
}

}  // namespace curfew::correlate
