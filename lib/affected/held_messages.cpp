#include "affected/held_messages.h"

#include <algorithm>

namespace curfew::affected {
namespace {

constexpr std::size_t of_a_message = sizeof(HeldMessage) + 200;  // with its place in the tables
constexpr std::size_t of_a_recipient = sizeof(HeldRecipient) + sizeof(HeldBy);

bool is_refusal(Outcome outcome) noexcept {
  return outcome == Outcome::deferred || outcome == Outcome::bounced || outcome == Outcome::expired;
}

bool same(const HeldBy& a, const HeldBy& b) noexcept {
  return a.remote == b.remote && a.code == b.code && a.host == b.host && a.ip == b.ip &&
         a.source == b.source;
}

// Returns the bytes it takes.
std::size_t merge(std::vector<HeldBy>& all, const HeldBy& by) {
  const auto known = std::ranges::find_if(all, [&](const HeldBy& one) { return same(one, by); });
  if (known != all.end()) {
    known->first = std::min(known->first, by.first);
    known->last = std::max(known->last, by.last);
    known->replied = known->replied || by.replied;
    return 0;
  }
  const bool full = all.size() == HeldMessages::most_causes;
  if (full) all.erase(all.begin());
  all.push_back(by);
  return full ? 0 : sizeof(HeldBy);
}

// Who is tried again is tried in the same order.
HeldRecipient* known_recipient(HeldMessage& message, std::string_view address) noexcept {
  const std::size_t size = message.recipients.size();
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t at = (message.next + i) % size;
    if (message.recipients[at].address != address) continue;
    message.next = at + 1;
    return &message.recipients[at];
  }
  return nullptr;
}

void end(HeldMessage& message, HeldRecipient& recipient, End end, Instant at) noexcept {
  --message.by_end[static_cast<std::size_t>(recipient.end)];
  ++message.by_end[static_cast<std::size_t>(end)];
  recipient.end = end;
  recipient.ended = at;
}

}  // namespace

End HeldMessage::end() const noexcept {
  std::size_t worst = ends - 1;
  while (worst > 0 && by_end[worst] == 0) --worst;
  return static_cast<End>(worst);
}

HeldMessages::Messages::iterator HeldMessages::find(const Event& event) {
  key_.assign(event.log_host);
  key_ += '\0';
  key_ += event.queue_id;
  const auto found = by_key_.find(key_);
  return found == by_key_.end() ? list_of(End::late).end() : found->second;
}

// The end of the list of late ones where there is none and none is to be begun.
HeldMessages::Messages::iterator HeldMessages::find_or_begin(const Attempt& attempt) {
  const auto none = list_of(End::late).end();
  auto message = find(attempt.event);
  if (message != none) {
    const bool waits = message->by_end[static_cast<std::size_t>(End::waiting)] != 0;
    const bool other =
        message->closed ||
        (attempt.first && !waits && known_recipient(*message, attempt.event.recipient) != nullptr);
    if (!other) return message;
    by_key_.erase(key_);
  }
  if (!is_refusal(attempt.event.outcome)) return none;
  Messages& list = list_of(End::late);
  message = list.emplace(list.end());
  message->key = key_;
  message->sender = attempt.event.sender;
  message->bytes = of_a_message + 2 * key_.size() + message->sender.size();
  used_ += message->bytes;
  by_key_[key_] = message;
  return message;
}

// What is kept of words is never given back.
Name HeldMessages::name_of(std::string_view word) {
  constexpr std::size_t of_a_word = 64;
  const Name known = names_.find(word);
  if (known != Name::none || used_by_names_ > memory_ / 4) return known;
  used_by_names_ += of_a_word + word.size();
  return names_.of(word);
}

// Nothing where there is no room for the words.
std::optional<HeldBy> HeldMessages::held_by(const Attempt& attempt) {
  const Event& event = attempt.event;
  HeldBy by{.remote = name_of(attempt.remote),
            .code = name_of(attempt.code),
            .host = name_of(event.remote_host),
            .ip = name_of(event.remote_ip),
            .source = name_of(event.local_ip.empty() ? event.log_host : event.local_ip),
            .replied = event.reply.code != 0,
            .first = event.time,
            .last = event.time};
  if (by.remote == Name::none || by.code == Name::none) return std::nullopt;
  return by;
}

void HeldMessages::refuse(HeldMessage& message, const Attempt& attempt, const HeldBy& by) {
  const Event& event = attempt.event;
  if (event.kind == EventKind::session) {
    message.bytes += merge(message.passed_over, by);
    return;
  }
  HeldRecipient* recipient = known_recipient(message, event.recipient);
  if (recipient == nullptr) {
    if (message.recipients.size() == most_recipients) return count_not_kept({by});
    recipient = &message.recipients.emplace_back();
    recipient->address = event.recipient;
    recipient->first_try = recipient->last_try = event.time;
    recipient->since = event.time - std::max(event.delay, Milliseconds(0));
    ++message.by_end[static_cast<std::size_t>(End::waiting)];
    message.bytes += of_a_recipient + event.recipient.size();
  }
  message.bytes += merge(recipient->by, by);
  for (const HeldBy& other : message.passed_over) message.bytes += merge(recipient->by, other);
  if (event.contacted != Contacted::no) recipient->last_try = event.time;
  const bool waits = event.outcome == Outcome::deferred;
  end(message, *recipient, waits ? End::waiting : End::returned, event.time);
}

void HeldMessages::finish(HeldMessage& message, const Event& event, End how) {
  HeldRecipient* const recipient = known_recipient(message, event.recipient);
  if (recipient == nullptr) return;
  recipient->last_try = event.time;
  end(message, *recipient, how, event.time);
}

void HeldMessages::add(const Attempt& attempt) {
  const Event& event = attempt.event;
  const bool refused = is_refusal(event.outcome);
  if (!refused && event.outcome != Outcome::delivered && event.outcome != Outcome::discarded) {
    return;
  }
  const std::optional<HeldBy> by = refused ? held_by(attempt) : std::nullopt;
  if (refused && (event.queue_id.empty() || !by)) {
    if (attempt.new_message) count_not_kept({by.value_or(HeldBy())});
    return;
  }
  if (event.queue_id.empty()) return;
  const auto message = find_or_begin(attempt);
  if (message == list_of(End::late).end()) return;
  const End before = message->end();
  const std::size_t bytes_before = message->bytes;
  if (refused) {
    refuse(*message, attempt, *by);
  } else {
    finish(*message, event, event.outcome == Outcome::delivered ? End::late : End::removed);
    // Another host took it at once.
    if (message->recipients.empty()) return erase(list_of(before), message);
  }
  settle(message, before, bytes_before);
}

void HeldMessages::add(const Event& event) {
  const bool expired = event.state == MessageState::expired;
  if (event.kind != EventKind::message || (!expired && event.state != MessageState::removed)) {
    return;
  }
  const auto message = find(event);
  if (message == list_of(End::late).end() || message->closed) return;
  // Attempts come before other events of the same lines: this may be about who had the id before.
  const bool late = std::ranges::any_of(
      message->recipients, [&](const HeldRecipient& one) { return one.last_try > event.time; });
  if (late) return;
  const End before = message->end();
  // It goes on under another id.
  const bool moved = !expired && event.reply.text.starts_with("requeued");
  if (message->recipients.empty() || (moved && before == End::waiting)) {
    return erase(list_of(before), message);
  }
  message->closed = !expired;
  for (HeldRecipient& one : message->recipients) {
    if (one.end != End::waiting) continue;
    end(*message, one, expired ? End::returned : End::removed, event.time);
  }
  settle(message, before, message->bytes);
}

void HeldMessages::settle(Messages::iterator message, End before, std::size_t bytes_before) {
  used_ += message->bytes - bytes_before;
  Messages& list = list_of(message->end());
  list.splice(list.end(), list_of(before), message);
  make_room();
}

void HeldMessages::erase(Messages& list, Messages::iterator message) {
  used_ -= message->bytes;
  const auto known = by_key_.find(message->key);
  if (known != by_key_.end() && known->second == message) by_key_.erase(known);
  list.erase(message);
}

void HeldMessages::make_room() {
  while (used_ + used_by_names_ > memory_) {
    const auto list =
        std::ranges::find_if(lists_, [](const Messages& one) { return !one.empty(); });
    if (list == lists_.end()) return;
    std::vector<HeldBy> by;
    for (const HeldRecipient& one : list->front().recipients) {
      for (const HeldBy& cause : one.by) merge(by, cause);
    }
    count_not_kept(by);
    erase(*list, list->begin());
  }
}

// One message, under each remote and code once.
void HeldMessages::count_not_kept(const std::vector<HeldBy>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto counted = [&](const HeldBy& one) {
      return one.remote == all[i].remote && one.code == all[i].code;
    };
    if (std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), counted)) continue;
    const std::pair key(all[i].remote, all[i].code);
    const bool room = not_kept_.size() < most_counted || not_kept_.contains(key);
    ++not_kept_[room ? key : std::pair(Name::none, Name::none)];
  }
}

std::vector<HeldMessages::NotKept> HeldMessages::not_kept() const {
  std::vector<NotKept> all;
  for (const auto& [key, messages] : not_kept_) {
    all.push_back({.remote = key.first, .code = key.second, .messages = messages});
  }
  return all;
}

}  // namespace curfew::affected
