#include "correlate/messages.h"

#include <algorithm>

#include "text/scan.h"

namespace curfew::correlate {
namespace {

constexpr std::size_t first_slots = 1024;
constexpr std::uint64_t host_mark_seed = 0x9E3779B97F4A7C15;

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
}

void Messages::free_marks(Message& message) {
  if (message.marks == 0) return;
  for (std::uint32_t at = marks_[message.marks].next; at != message.marks;) {
    free_marks_.push_back(at);
    at = marks_[at].next;
  }
  free_marks_.push_back(message.marks);
  message.marks = 0;
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

Recipient& Messages::recipient(Message& message, std::string_view address) {
  const std::uint64_t hashed = text::hash(address, seed_);
  std::uint64_t bits = hashed;
  std::uint32_t parent = 0;
  for (std::uint32_t at = message.first_recipient; at != 0; bits = bits >> 1 | bits << 63) {
    Recipient& one = recipients_[at];
    if (one.address == hashed) return one;
    parent = at;
    at = one.children[bits & 1U];
  }
  if (message.recipients >= most_recipients) return recipients_[message.last_recipient];
  ++message.recipients;
  std::uint32_t index = 0;
  if (free_recipients_.empty()) {
    index = static_cast<std::uint32_t>(recipients_.size());
    recipients_.emplace_back();
  } else {
    index = free_recipients_.back();
    free_recipients_.pop_back();
    recipients_[index] = {};
  }
  if (parent == 0) {
    message.first_recipient = index;
  } else {
    const std::uint64_t branch = (bits >> 63) & 1U;  // taken at the parent, then turned away
    recipients_[parent].children[branch] = index;
    recipients_[message.last_recipient].next = index;
  }
  message.last_recipient = index;
  recipients_[index].address = hashed;
  return recipients_[index];
}

bool Messages::mark(Message& message, std::uint64_t number) {
  const std::uint64_t hash = text::mix(number ^ seed_, host_mark_seed | 1U);
  std::uint64_t bits = hash;
  std::uint32_t parent = 0;
  for (std::uint32_t at = message.marks; at != 0; bits = bits >> 1 | bits << 63) {
    if (marks_[at].hash == hash) return false;
    parent = at;
    at = marks_[at].children[bits & 1U];
  }
  if (parent != 0 && marks_[message.marks].count == most_marks) return false;
  std::uint32_t index = 0;
  if (free_marks_.empty()) {
    index = static_cast<std::uint32_t>(marks_.size());
    marks_.emplace_back();
  } else {
    index = free_marks_.back();
    free_marks_.pop_back();
    marks_[index] = {};
  }
  marks_[index].hash = hash;
  if (parent == 0) {
    message.marks = index;
    marks_[index].next = index;
  } else {
    marks_[parent].children[(bits >> 63) & 1U] = index;
    marks_[index].next = marks_[message.marks].next;
    marks_[message.marks].next = index;
  }
  ++marks_[message.marks].count;
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
  const auto are_places = [](const std::uint32_t(&children)[2], std::size_t size) {
    return children[0] < size && children[1] < size;
  };
  std::size_t live = 0;
  for (const Message& message : messages_) {
    live += message.live ? 1U : 0U;
    std::uint32_t count = 0;
    for (std::uint32_t at = message.first_recipient; at != 0; at = recipients_[at].next, ++count) {
      if (!take(seen_recipients, at) || !are_places(recipients_[at].children, recipients_.size())) {
        return false;
      }
    }
    const bool has_last = message.last_recipient < seen_recipients.size() &&
                          (count == 0 || seen_recipients[message.last_recipient]);
    if (!has_last || message.marks >= marks_.size()) return false;
    for (std::uint32_t at = message.marks; at != 0;) {
      if (!take(seen_marks, at) || !are_places(marks_[at].children, marks_.size())) return false;
      at = marks_[at].next == message.marks ? 0 : marks_[at].next;
      if (at >= marks_.size()) return false;
    }
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
