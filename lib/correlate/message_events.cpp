#include <algorithm>

#include "correlate/correlator_state.h"

namespace curfew {
namespace {

using correlate::Keys;
using correlate::Message;
using correlate::Recipient;

// Places of messages are used again: room for most senders at once, so that they all have it soon.
void keep_sender(Message& message, std::string_view sender) {
  constexpr std::size_t usual = 63;
  if (sender.size() > message.sender.capacity()) {
    message.sender.reserve(std::max(usual, sender.size()));
  }
  message.sender.assign(sender);
}

}  // namespace

// The program that takes mail of this machine names a sender that the queue's completes ("root"): a
// sender is sure where the size stands beside it, or where the message is delivered.
void Correlator::State::tell_sender(Message& message, Event& event) {
  event.counts_sender = message.received && !message.sender_told && !event.sender.empty();
  if (event.counts_sender) message.sender_told = true;
}

void Correlator::State::learn_size(Message& message, Event& event) {
  if (event.size == 0 || message.size != 0) return;
  message.size = event.size;
  if (!message.received || !is_evidence(event.time)) return;
  traffic_at(event.time).bytes += event.size;
  event.counts_size = counted(event.time);
  if (event.counts_size) tell_sender(message, event);
}

void Correlator::State::receive(Event& event, const Keys& keys) {
  if (event.queue_id.empty()) {  // nothing later can be joined to it
    if (!is_evidence(event.time)) return;
    Traffic& arrivals = traffic_at(event.time);
    ++arrivals.messages;
    arrivals.bytes += event.size;
    event.counts_message = counted(event.time);
    event.counts_size = event.counts_message && event.size != 0;
    event.counts_sender = event.counts_message && !event.sender.empty();
    return;
  }
  Message& message = messages.find_or_add(keys.message, event.time);
  // Several lines tell of one arrival (smtpd, cleanup). Short queue ids are used again: an arrival
  // after the message was queued or tried is another message.
  if (message.received && (message.queued || message.first_recipient != 0)) {
    messages.restart(message);
  }
  if (!message.received) {
    event.counts_message = counted(event.time);
    if (is_evidence(event.time)) ++traffic_at(event.time).messages;
    message.sender_told = !event.counts_message;
  }
  if (!message.received) message.received_at = event.time;
  message.received = true;
  if (!event.sender.empty()) keep_sender(message, event.sender);
  learn_size(message, event);
}

void Correlator::State::message(Event& event, const Keys& keys, Events& events) {
  switch (event.state) {
    case MessageState::received:
      receive(event, keys);
      return;
    case MessageState::queued:
    case MessageState::sender_known: {
      Message& message = messages.find_or_add(keys.message, event.time);
      message.queued = message.queued || event.state == MessageState::queued;
      if (event.recipients != 0) message.queued_for = event.recipients;
      if (!event.sender.empty()) keep_sender(message, event.sender);
      learn_size(message, event);
      return;
    }
    case MessageState::expired:
      if (Message* message = messages.find(keys.message)) {
        event.expires = expire(*message, event.time);
      }
      return;
    case MessageState::removed:
      if (Message* message = messages.find(keys.message)) end(*message, event, events);
      return;
    case MessageState::frozen:
    case MessageState::thawed:
    case MessageState::none:
      return;
  }
}

// The server gives up on the message: what was still open ends as expired, under the code of its
// last deferral.
std::uint32_t Correlator::State::expire(Message& message, Instant at) {
  std::uint32_t expired = 0;
  messages.each_recipient(message, [&](Recipient& recipient) {
    if (recipient.done) return;
    recipient.done = true;
    ++expired;
    if (recipient.remote == Name::none || !is_evidence(at)) return;  // a pipe, a full mailbox
    const correlate::Attempt attempt{.time = at,
                                     .outcome = Outcome::expired,
                                     .contacted = Contacted::no,
                                     .remote = recipient.remote,
                                     .code = recipient.code};
    tell(attempt);
    Contact given_up;
    given_up.time = at;
    given_up.source = last_source;
    given_up.remote = recipient.remote;
    given_up.code = recipient.code;
    given_up.asked = false;
    given_up.expired = true;
    contacts.add({.contact = given_up, .end = at});
  });
  if (is_evidence(at)) traffic_at(at).expired += expired;
  return expired;
}

// A message that stayed on this machine may end without an attempt.
void Correlator::State::end(Message& message, Event& event, Events& events) {
  if (event.action == InboundAction::none && message.received && !message.sender_told) {
    join(event, events, &message);
    tell_sender(message, event);
  }
  messages.end(message);
}

void Correlator::State::join(Event& event, Events& events, Message* message) {
  if (message == nullptr) return;
  if (event.sender.empty() && !message->sender.empty()) event.sender = events.keep(message->sender);
  if (event.size == 0) event.size = message->size;
}

}  // namespace curfew
