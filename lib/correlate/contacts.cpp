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

std::uint32_t Contacts::free_place() {
  if (free_.empty()) {
    // Room for most addresses at once: later contacts in this place then ask for none.
    constexpr std::size_t usual = 63;
    Waiting& waiting = places_.emplace_back();
    waiting.recipient.reserve(usual);
    waiting.sender.reserve(usual);
    return static_cast<std::uint32_t>(places_.size() - 1);
  }
  const std::uint32_t place = free_.back();
  free_.pop_back();
  return place;
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

void Contacts::release_first() {
  std::ranges::pop_heap(turns_, IsLater());
  const std::uint32_t place = turns_.back().place;
  turns_.pop_back();
  Waiting& waiting = places_[place];
  const OpenSessions::Count open =
      sessions_.begin(waiting.contact.remote, waiting.session, waiting.begin, waiting.length);
  note_peak(waiting.contact, open);
  // An upper bound refutes a limit and proves none, so the models of limits do not see it.
  waiting.contact.sessions = open.exact && waiting.length.count() >= 0 ? open.open : 0;
  if (waiting.contact.connection_use == 0) {
    // Exim says only that a connection was used before: it then follows the message before.
    const bool follows = waiting.reused && waiting.contact.remote == last_remote_ && last_use_ != 0;
    waiting.contact.connection_use = follows ? last_use_ + 1 : waiting.reused ? 0 : 1;
  }
  last_remote_ = waiting.contact.remote;
  last_use_ = waiting.contact.connection_use;
  waiting.contact.recipient = waiting.recipient;
  waiting.contact.sender = waiting.sender;
  aggregates_.add(waiting.contact);
  for (Recent& recent : recent_) {
    if (recent.place == place) recent.waits = false;
  }
  free_.push_back(place);
}

void Contacts::add(const EndedContact& ended) {
  const std::uint32_t place = free_place();
  Waiting& waiting = places_[place];
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
  waiting.recipient.assign(ended.contact.recipient);
  waiting.sender.assign(ended.contact.sender);
  if (ended.contact.recipient.empty()) {
    recent_[next_recent_++ % most_recent] = {.line = ended.line, .place = place, .waits = true};
  }
  turns_.push_back({.begin = waiting.begin, .order = ++added_, .place = place});
  std::ranges::push_heap(turns_, IsLater());
  newest_ = std::max(newest_, ended.end);
  while (!turns_.empty() && (turns_.size() > most || turns_.front().begin < newest_ - patience)) {
    release_first();
  }
}

void Contacts::complete(std::uint64_t line, const Contact& told) {
  const auto recent = std::ranges::find_if(
      recent_, [line](const Recent& one) { return one.waits && one.line == line; });
  if (recent == recent_.end()) return;
  Waiting& waiting = places_[recent->place];
  if (waiting.contact.remote != told.remote || waiting.contact.code != told.code) return;
  recent->waits = false;  // several recipients may repeat it; the first stands for them
  waiting.contact.first = waiting.contact.first || told.first;
  waiting.contact.age = told.age;
  waiting.recipient.assign(told.recipient);
  waiting.sender.assign(told.sender);
}

void Contacts::settle() {
  while (!turns_.empty()) release_first();
}

const SessionPeak* Contacts::peak(Name remote, Name code) const noexcept {
  const auto found = peaks_.find(remote_code(remote, code));
  return found == peaks_.end() ? nullptr : &found->second;
}

}  // namespace curfew::correlate
