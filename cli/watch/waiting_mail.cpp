#include "watch/waiting_mail.h"

#include <algorithm>
#include <utility>

namespace curfew::cli {
namespace {

// A message with more is a list's, whose recipients wait for few remotes.
constexpr std::size_t most_recipients = 100;

std::string key_of(const Event& event) {
  return std::string(event.log_host) + '\n' + std::string(event.instance) + '\n' +
         std::string(event.queue_id);
}

bool waits_for(const auto& message, std::string_view remote) {
  return std::ranges::any_of(message.recipients,
                             [&](const auto& one) { return one.remote == remote; });
}

}  // namespace

void WaitingMail::count(std::string_view remote, int by) {
  auto place = by_remote_.find(remote);
  if (place == by_remote_.end()) place = by_remote_.emplace(std::string(remote), 0).first;
  place->second += static_cast<std::uint64_t>(by);
  if (place->second == 0) by_remote_.erase(place);
}

void WaitingMail::take(Message& message, std::string_view address) {
  const auto found = std::ranges::find(message.recipients, address, &Recipient::address);
  if (found == message.recipients.end()) return;
  const std::string remote = std::move(found->remote);
  message.recipients.erase(found);
  if (!waits_for(message, remote)) count(remote, -1);
}

void WaitingMail::put(Message& message, const Event& event, std::string_view remote) {
  take(message, event.recipient);
  if (message.recipients.size() >= most_recipients) return;
  if (!waits_for(message, remote)) count(remote, 1);
  message.recipients.push_back({std::string(event.recipient), std::string(remote)});
}

void WaitingMail::erase(Messages::iterator message) {
  while (!message->second.recipients.empty()) {
    take(message->second, std::string(message->second.recipients.back().address));
  }
  messages_.erase(message);
}

void WaitingMail::make_room() {
  if (messages_.size() < most) return;
  std::vector<Instant> heard;
  heard.reserve(messages_.size());
  for (const auto& [key, message] : messages_) heard.push_back(message.heard);
  const auto middle = heard.begin() + static_cast<std::ptrdiff_t>(heard.size() / 2);
  std::ranges::nth_element(heard, middle);
  const Instant limit = *middle;
  for (auto message = messages_.begin(); message != messages_.end();) {
    const auto one = message++;
    if (one->second.heard <= limit) erase(one);
  }
}

void WaitingMail::events(const EventBatch& batch) {
  for (const Event& event : batch.events) {
    newest_ = std::max(newest_, event.time);
    const bool ends = event.kind == EventKind::message && (event.state == MessageState::removed ||
                                                           event.state == MessageState::expired);
    if (!ends) continue;
    if (const auto message = messages_.find(key_of(event)); message != messages_.end()) {
      erase(message);
    }
  }
}

void WaitingMail::attempt(const Attempt& attempt) {
  const Event& event = attempt.event;
  if (event.queue_id.empty() || event.recipient.empty() || event.probe || is_local(event)) return;
  const std::string key = key_of(event);
  auto message = messages_.find(key);
  if (event.outcome == Outcome::deferred) {
    if (attempt.remote.empty()) return;
    if (message == messages_.end()) {
      make_room();
      message = messages_.emplace(key, Message{}).first;
    }
    message->second.heard = event.time;
    put(message->second, event, attempt.remote);
  } else if (message != messages_.end()) {
    take(message->second, event.recipient);
    if (message->second.recipients.empty()) messages_.erase(message);
  }
}

std::uint64_t WaitingMail::for_remote(std::string_view remote) const {
  const auto found = by_remote_.find(remote);
  return found == by_remote_.end() ? 0 : found->second;
}

}  // namespace curfew::cli
