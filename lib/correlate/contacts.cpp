#include "correlate/contacts.h"

#include <algorithm>

#include "correlate/remote_code.h"
#include "text/hash.h"

namespace curfew::correlate {

Contacts::Contacts() : seed_(text::random_seed()) {}

std::uint64_t Contacts::session_of(const Event& event) const noexcept {
  const std::string_view id = event.session_id.empty() ? event.queue_id : event.session_id;
  return text::hash(event.log_host, seed_) ^ text::hash(id, seed_ + 1);
}

void Contacts::keep_words(const Contact& told, Waiting& waiting) {
  const std::string_view recipient = told.recipient.substr(0, longest_address);
  const std::string_view sender = told.sender.substr(0, longest_address);
  waiting.hashes = Aggregates::hashes_of(recipient, sender);
  if (waiting.contact.code == Name::none) return;
  waiting.recipient = keep(recipient);
  waiting.sender = keep(sender);
}

Contacts::Text Contacts::keep(std::string_view text) {
  const Text kept{.begin = static_cast<std::uint32_t>(texts_.size()),
                  .size = static_cast<std::uint32_t>(text.size())};
  texts_.insert(texts_.end(), text.begin(), text.end());
  return kept;
}

std::string_view Contacts::text_of(const Text& text) const noexcept {
  return {texts_.data() + text.begin, text.size};
}

void Contacts::note_peak(const Contact& contact, const OpenSessions::Count& count) {
  SessionPeak& peak = peaks_[remote_code(contact.remote, contact.code)];
  ++peak.contacts;
  peak.unsure += count.exact ? 0U : 1U;
  if (count.open > peak.open) {
    peak.open = count.open;
    peak.exact = count.exact;
  } else if (count.open == peak.open) {
    peak.exact = peak.exact || count.exact;
  }
}

// Exim says only that a connection was used before: it then follows the message before.
void Contacts::number_uses(std::span<const Turn> turns) {
  for (const Turn& turn : turns) {
    Waiting& waiting = waiting_[turn.place];
    Contact& contact = waiting.contact;
    if (contact.connection_use == 0) {
      const bool follows = waiting.reused && contact.remote == last_remote_ && last_use_ != 0;
      contact.connection_use = follows ? last_use_ + 1 : waiting.reused ? 0 : 1;
    }
    last_remote_ = contact.remote;
    last_use_ = contact.connection_use;
  }
}

// Remote by remote, each remote's in their order.
void Contacts::count(std::span<const Turn> turns) {
  grouped_.clear();
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const auto remote = static_cast<std::uint64_t>(waiting_[turns[i].place].contact.remote);
    grouped_.push_back(remote << 32 | i);
  }
  std::ranges::sort(grouped_);
  constexpr std::size_t far = 16;
  constexpr std::size_t near = 8;
  const auto remote_at = [this](std::size_t i) { return static_cast<Name>(grouped_[i] >> 32); };
  const auto begins_at = [&](std::size_t i) {
    return i < grouped_.size() && remote_at(i) != remote_at(i - 1);
  };
  for (std::size_t i = 0; i < grouped_.size(); ++i) {
    if (begins_at(i + far)) aggregates_.expect(remote_at(i + far));
    if (begins_at(i + near)) aggregates_.expect_counts(remote_at(i + near));
    const std::uint64_t one = grouped_[i];
    Waiting& waiting = waiting_[turns[static_cast<std::uint32_t>(one)].place];
    Contact& contact = waiting.contact;
    const OpenSessions::Count open =
        sessions_.begin(contact.remote, waiting.session, waiting.begin, waiting.length);
    if (contact.code != Name::none) note_peak(contact, open);
    // An upper bound refutes a limit and proves none, so the models of limits do not see it.
    contact.sessions = open.exact && waiting.length.count() >= 0 ? open.open : 0;
    contact.recipient = text_of(waiting.recipient);
    contact.sender = text_of(waiting.sender);
    aggregates_.add(contact, waiting.hashes);
  }
}

// Those that were released go; the others move up, in their order.
void Contacts::close_up(std::span<const Turn> released) {
  constexpr auto gone = static_cast<std::uint32_t>(-1);
  moved_.assign(waiting_.size(), 0);
  for (const Turn& turn : released) moved_[turn.place] = gone;
  std::swap(texts_, old_texts_);
  texts_.clear();
  const auto again = [&](Text& text) {
    const Text old = text;
    text = keep({old_texts_.data() + old.begin, old.size});
  };
  std::uint32_t left = 0;
  for (std::size_t place = 0; place < waiting_.size(); ++place) {
    if (moved_[place] == gone) continue;
    again(waiting_[place].recipient);
    again(waiting_[place].sender);
    waiting_[left] = waiting_[place];
    moved_[place] = left++;
  }
  waiting_.resize(left);
  for (Recent& recent : recent_) {
    if (!recent.waits) continue;
    recent.waits = moved_[recent.place] != gone;
    recent.place = moved_[recent.place];
  }
}

// What waited long enough, and more where too many would be left.
void Contacts::release(std::size_t most_left) {
  if (waiting_.empty()) return;
  turns_.clear();
  for (std::size_t place = 0; place < waiting_.size(); ++place) {
    turns_.push_back({.begin = waiting_[place].begin, .place = static_cast<std::uint32_t>(place)});
  }
  std::ranges::sort(turns_);
  const auto behind = std::ranges::lower_bound(turns_, newest_ - patience, {}, &Turn::begin);
  const auto waited = static_cast<std::size_t>(behind - turns_.begin());
  const std::size_t too_many = turns_.size() - std::min(turns_.size(), most_left);
  const std::span<const Turn> released = std::span(turns_).first(std::max(waited, too_many));
  if (released.empty()) return;
  number_uses(released);
  count(released);
  sessions_.forget(released.back().begin);
  close_up(released);
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
  waiting.contact.time = refused && ended.replied ? ended.end : waiting.begin;
  waiting.reused = ended.reused;
  waiting.session = ended.session;
  waiting.length = ended.length;
  keep_words(ended.contact, waiting);
  if (ended.contact.recipient.empty()) {
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
  waiting.contact.first = waiting.contact.first || told.first;
  waiting.contact.age = told.age;
  keep_words(told, waiting);
}

void Contacts::settle() {
  release(0);
}

const SessionPeak* Contacts::peak(Name remote, Name code) const noexcept {
  const auto found = peaks_.find(remote_code(remote, code));
  return found == peaks_.end() ? nullptr : &found->second;
}

}  // namespace curfew::correlate
