#include "correlate/messages.h"

#include <algorithm>

#include "text/scan.h"

namespace curfew::correlate {
namespace {

constexpr std::size_t first_slots = 1024;
constexpr std::uint64_t host_mark_seed = 0x9E3779B97F4A7C15;
constexpr std::uint32_t most_walked = 8;  // entries of a list without HashPlaces

}  // namespace

Messages::Messages()
    : seed_(text::random_seed()),
      host_seed_(text::hash({}, seed_)),
      slots_(first_slots),
      recipients_(1),  // recipient 0 is "none"
      marks_(1) {}

std::size_t Messages::place(std::uint64_t key, std::uint64_t check) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  const auto hash = static_cast<std::uint32_t>(key >> 32);
  std::size_t at = static_cast<std::size_t>(key) & mask;
  for (; slots_[at].message != 0; at = (at + 1) & mask) {
    if (slots_[at].hash != hash) continue;
    const Message& message = messages_[slots_[at].message - 1];
    if (message.key == key && message.check == check) break;
  }
  return at;
}

// Line after line is of one host: its hash is kept with it.
text::HashPair Messages::key_of(const MessageId& id) noexcept {
  if (id.log_host.size() > sizeof last_host_) {
    return text::hash_pair(id.queue_id, text::hash(id.log_host, seed_));
  }
  if (!text::is_same(id.log_host, std::string_view(last_host_, last_host_size_))) {
    last_host_size_ = id.log_host.size();
    std::copy_n(id.log_host.data(), last_host_size_, last_host_);
    host_seed_ = text::hash(id.log_host, seed_);
  }
  return text::hash_pair(id.queue_id, host_seed_);
}

Message* Messages::find(const text::HashPair& key) noexcept {
  const Slot& slot = slots_[place(key.key, key.check)];
  return slot.message == 0 ? nullptr : &messages_[slot.message - 1];
}

Message& Messages::find_or_add(const text::HashPair& key, Instant now) {
  if (now >= next_sweep_) sweep(now);
  const std::size_t at = place(key.key, key.check);
  if (slots_[at].message != 0) {
    Message& message = messages_[slots_[at].message - 1];
    message.last_seen = std::max(message.last_seen, now);
    return message;
  }
  if (live_ >= most) {
    sweep(now);
    return find_or_add(key, now);
  }
  std::uint32_t index = 0;
  if (free_messages_.empty()) {
    index = static_cast<std::uint32_t>(messages_.size());
    messages_.emplace_back();
  } else {
    index = free_messages_.back();
    free_messages_.pop_back();
  }
  Message& message = messages_[index];
  message.key = key.key;
  message.check = key.check;
  message.last_seen = now;
  message.live = true;
  ++live_;
  if (live_ * 4 >= slots_.size() * 3) {
    grow();
  } else {
    slots_[at] = {.message = index + 1, .hash = static_cast<std::uint32_t>(key.key >> 32)};
  }
  return message;
}

void Messages::insert(std::uint32_t message) noexcept {
  const std::size_t mask = slots_.size() - 1;
  const std::uint64_t key = messages_[message].key;
  std::size_t at = static_cast<std::size_t>(key) & mask;
  while (slots_[at].message != 0) at = (at + 1) & mask;
  slots_[at] = {.message = message + 1, .hash = static_cast<std::uint32_t>(key >> 32)};
}

void Messages::grow() {
  slots_.assign(slots_.size() * 2, Slot{});
  for (std::uint32_t i = 0; i < messages_.size(); ++i) {
    if (messages_[i].live) insert(i);
  }
}

// Linear probing without tombstones: entries that had to step over the freed slot move back.
void Messages::erase(const Message& message) noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = place(message.key, message.check);
  for (std::size_t at = (hole + 1) & mask; slots_[at].message != 0; at = (at + 1) & mask) {
    const std::size_t home = static_cast<std::size_t>(messages_[slots_[at].message - 1].key) & mask;
    if (((at - home) & mask) >= ((at - hole) & mask)) {
      slots_[hole] = slots_[at];
      hole = at;
    }
  }
  slots_[hole] = {};
}

void Messages::free_recipients(Message& message) {
  for (std::uint32_t at = message.first_recipient; at != 0;) {
    const std::uint32_t next = recipients_[at].next;
    free_recipients_.push_back(at);
    at = next;
  }
  message.first_recipient = 0;
  message.last_recipient = 0;
  message.recipients = 0;
  free_places(message.recipient_places);
}

void Messages::free_marks(Message& message) {
  for (std::uint32_t at = message.newest_mark; at != 0; at = marks_[at].next) {
    free_marks_.push_back(at);
  }
  message.newest_mark = 0;
  message.marks = 0;
  free_places(message.mark_places);
}

std::uint32_t Messages::take_places() {
  if (unused_places_.empty()) {
    places_.emplace_back();
    return static_cast<std::uint32_t>(places_.size() - 1);
  }
  const std::uint32_t taken = unused_places_.back();
  unused_places_.pop_back();
  return taken;
}

void Messages::free_places(std::uint32_t& places) {
  if (places == 0) return;
  places_[places] = {};
  unused_places_.push_back(places);
  places = 0;
}

void Messages::restart(Message& message) {
  free_recipients(message);
  message.size = 0;
  message.sender.clear();
  message.received = false;
  message.queued = false;
  message.deferred = false;
  message.deferred_outside = false;
  message.sender_told = false;
  message.received_at = Instant::min();
  message.last_attempt = Instant::min();
  message.queued_for = 0;
  message.in_attempt = 0;
  message.passed_over = Instant::min();
  message.arrival_known = false;
  message.last_deferral = Instant::min();
  free_marks(message);
}

void Messages::end(Message& message) {
  erase(message);
  restart(message);
  message.live = false;
  free_messages_.push_back(static_cast<std::uint32_t>(&message - messages_.data()));
  --live_;
}

std::uint32_t Messages::find_recipient(const Message& message, std::uint64_t address) const {
  if (message.recipient_places != 0) {
    return places_[message.recipient_places].find(
        address, [this](std::uint32_t at) { return recipients_[at].address; });
  }
  std::uint32_t at = message.first_recipient;
  while (at != 0 && recipients_[at].address != address) at = recipients_[at].next;
  return at;
}

// Behind the others of its message.
void Messages::note_recipient(Message& message, std::uint32_t added) {
  const auto address_at = [this](std::uint32_t at) { return recipients_[at].address; };
  if (message.recipient_places != 0) {
    places_[message.recipient_places].add(address_at(added), added, address_at);
  } else if (message.recipients > most_walked) {
    message.recipient_places = take_places();
    each_recipient(message, [&](const Recipient& one) {
      places_[message.recipient_places].add(
          one.address, static_cast<std::uint32_t>(&one - recipients_.data()), address_at);
    });
  }
}

Recipient& Messages::recipient(Message& message, std::string_view address) {
  const std::uint64_t hashed = text::hash(address, seed_);
  const std::uint32_t known = find_recipient(message, hashed);
  if (known != 0) return recipients_[known];
  if (message.recipients >= most_recipients) return recipients_[message.last_recipient];
  std::uint32_t index = 0;
  if (free_recipients_.empty()) {
    index = static_cast<std::uint32_t>(recipients_.size());
    recipients_.emplace_back();
  } else {
    index = free_recipients_.back();
    free_recipients_.pop_back();
    recipients_[index] = {};
  }
  recipients_[index].address = hashed;
  if (message.recipients == 0) {
    message.first_recipient = index;
  } else {
    recipients_[message.last_recipient].next = index;
  }
  message.last_recipient = index;
  ++message.recipients;
  note_recipient(message, index);
  return recipients_[index];
}

std::uint32_t Messages::find_mark(const Message& message, std::uint64_t hash) const {
  if (message.mark_places != 0) {
    return places_[message.mark_places].find(hash,
                                             [this](std::uint32_t at) { return marks_[at].hash; });
  }
  std::uint32_t at = message.newest_mark;
  while (at != 0 && marks_[at].hash != hash) at = marks_[at].next;
  return at;
}

// Before the others of its message.
void Messages::note_mark(Message& message, std::uint32_t added) {
  const auto hash_at = [this](std::uint32_t at) { return marks_[at].hash; };
  if (message.mark_places != 0) {
    places_[message.mark_places].add(hash_at(added), added, hash_at);
  } else if (message.marks > most_walked) {
    message.mark_places = take_places();
    for (std::uint32_t at = message.newest_mark; at != 0; at = marks_[at].next) {
      places_[message.mark_places].add(hash_at(at), at, hash_at);
    }
  }
}

bool Messages::mark(Message& message, std::uint64_t number) {
  const std::uint64_t hash = text::mix(number ^ seed_, host_mark_seed | 1U);
  if (message.marks == most_marks || find_mark(message, hash) != 0) return false;
  std::uint32_t index = 0;
  if (free_marks_.empty()) {
    index = static_cast<std::uint32_t>(marks_.size());
    marks_.emplace_back();
  } else {
    index = free_marks_.back();
    free_marks_.pop_back();
  }
  marks_[index] = {.hash = hash, .next = message.newest_mark};
  message.newest_mark = index;
  ++message.marks;
  note_mark(message, index);
  return true;
}

// Finds its messages again; false where what was read leads nowhere, or in circles.
bool Messages::restored() {
  if (recipients_.empty() || marks_.empty()) return false;
  std::vector<bool> seen_recipients(recipients_.size(), false);
  std::vector<bool> seen_marks(marks_.size(), false);
  const auto take = [](std::vector<bool>& seen, std::uint32_t at) {
    if (at == 0 || at >= seen.size() || seen[at]) return false;
    seen[at] = true;
    return true;
  };
  places_.resize(1);
  unused_places_.clear();
  std::size_t live = 0;
  for (Message& message : messages_) {
    live += message.live ? 1U : 0U;
    std::uint32_t count = 0;
    std::uint32_t last = 0;
    for (std::uint32_t at = message.first_recipient; at != 0; at = recipients_[at].next, ++count) {
      if (!take(seen_recipients, at)) return false;
      last = at;
    }
    if (message.last_recipient != last || message.recipients != count) return false;
    count = 0;
    for (std::uint32_t at = message.newest_mark; at != 0; at = marks_[at].next, ++count) {
      if (!take(seen_marks, at)) return false;
    }
    if (message.marks != count) return false;
    message.recipient_places = 0;
    message.mark_places = 0;
    if (last != 0) note_recipient(message, last);
    if (message.newest_mark != 0) note_mark(message, message.newest_mark);
  }
  const auto are_free = [&](const std::vector<std::uint32_t>& places, std::vector<bool>& seen) {
    return std::ranges::all_of(places, [&](std::uint32_t at) { return take(seen, at); });
  };
  std::vector<bool> ended(messages_.size() + 1, false);
  for (const std::uint32_t at : free_messages_) {
    if (at >= messages_.size() || messages_[at].live || !take(ended, at + 1)) return false;
  }
  if (live != live_ || !are_free(free_recipients_, seen_recipients) ||
      !are_free(free_marks_, seen_marks)) {
    return false;
  }
  host_seed_ = text::hash({}, seed_);
  last_host_size_ = 0;
  std::size_t size = first_slots;
  while (live_ * 4 >= size * 3) size *= 2;
  slots_.assign(size, Slot{});
  for (std::uint32_t i = 0; i < messages_.size(); ++i) {
    if (messages_[i].live) insert(i);
  }
  return true;
}

void Messages::drop_older(Instant limit) {
  for (Message& message : messages_) {
    if (!message.live || message.last_seen >= limit) continue;
    end(message);
    ++dropped_;
  }
}

void Messages::sweep(Instant now) {
  next_sweep_ = now + std::chrono::hours(1);
  drop_older(now - patience);
  if (live_ < most) return;
  // Far too many at once: the older half goes.
  std::vector<Instant> ages;
  ages.reserve(live_);
  for (const Message& message : messages_) {
    if (message.live) ages.push_back(message.last_seen);
  }
  const auto middle = ages.begin() + static_cast<std::ptrdiff_t>(ages.size() / 2);
  std::ranges::nth_element(ages, middle);
  drop_older(*middle + Milliseconds(1));
}

}  // namespace curfew::correlate
