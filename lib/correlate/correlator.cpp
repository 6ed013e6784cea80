#include "curfew/correlator.h"

#include <algorithm>
#include <array>
#include <utility>

#include "correlate/bucket_queue.h"
#include "correlate/codes.h"
#include "correlate/contacts.h"
#include "correlate/held_mail.h"
#include "correlate/messages.h"
#include "correlate/remotes.h"
#include "smtp/domain.h"
#include "text/hash.h"

namespace curfew {
namespace {

using correlate::Message;
using correlate::MessageId;
using correlate::Party;
using correlate::Recipient;

MessageId id_of(const Event& event) noexcept {
  return {.log_host = event.log_host, .queue_id = event.queue_id};
}

/// What stands for an event's message and party where they are looked for.
struct Keys {
  text::HashPair message;
  text::HashPair party;
};

// What an event will touch is fetched while those before it are joined: its places in the tables
// first, the message when its place is at hand.
constexpr std::size_t far_ahead = 8;
constexpr std::size_t near_ahead = 4;

bool is_joined(EventKind kind) noexcept {
  return kind == EventKind::attempt || kind == EventKind::session || kind == EventKind::message;
}

// A message whose arrival was not seen, but which is younger than this, has not been tried before.
constexpr Milliseconds young = std::chrono::minutes(2);

bool is_refusal(Outcome outcome) noexcept {
  return outcome == Outcome::deferred || outcome == Outcome::bounced || outcome == Outcome::expired;
}

// Mailboxes, pipes and content filters of this machine are no remotes.
bool stays_at_home(const Event& event) noexcept {
  return event.remote_kind == RemoteKind::local ||
         (event.remote_kind == RemoteKind::lmtp && event.contacted == Contacted::no);
}

// Whether the message was not yet counted under this remote and code; it is from now on.
bool first_under(Message& message, Name remote, std::uint32_t code) noexcept {
  const std::uint64_t pair = (static_cast<std::uint64_t>(remote) << 32) | code;
  const auto begin = message.counted;
  const auto end = begin + message.counted_size;
  if (std::find(begin, end, pair) != end) return false;
  if (message.counted_size < Message::most_counted) {
    message.counted[message.counted_size++] = pair;
  } else {
    std::rotate(begin, begin + 1, end);
    message.counted[Message::most_counted - 1] = pair;
  }
  return true;
}

// Places of messages are used again: room for most senders at once, so that they all have it soon.
void keep_sender(Message& message, std::string_view sender) {
  constexpr std::size_t usual = 63;
  if (sender.size() > message.sender.capacity()) {
    message.sender.reserve(std::max(usual, sender.size()));
  }
  message.sender.assign(sender);
}

constexpr std::uint32_t any_deferral = 0xFFFFFFFF;  // stands for all codes of a remote

// Enhanced codes x.1.x and x.2.x: about the address or the mailbox, not about us. RFC 3463.
bool is_about_mailbox(const Event& event) noexcept {
  const EnhancedCode code = event.reply.enhanced ? event.reply.enhanced : event.enhanced_code;
  return code && (code.subject == 1 || code.subject == 2);
}

bool is_final(Outcome outcome) noexcept {
  return outcome == Outcome::delivered || outcome == Outcome::bounced ||
         outcome == Outcome::expired || outcome == Outcome::discarded;
}

}  // namespace

const char* name(Grouping grouping) noexcept {
  switch (grouping) {
    case Grouping::provider:
      return "provider";
    case Grouping::host:
      return "host";
    case Grouping::ip:
      return "ip";
    case Grouping::domain:
      return "domain";
  }
  return "provider";
}

struct Correlator::State {
  State(Grouping grouping, std::shared_ptr<const Catalogue> catalogue)
      : remotes(names, grouping), codes(names, std::move(catalogue)) {}

  bool counted(Instant at) const noexcept { return period.contains(at); }
  // Without bounds what is counted is all there is: no need to keep it twice.
  bool keeps_others() const noexcept { return evidence_of_all && (period.since || period.until); }
  bool is_evidence(Instant at) const noexcept { return evidence_of_all || counted(at); }

  void expect(const Event& event, Keys& keys);
  void message(Event& event, const Keys& keys, Events& events);
  void receive(Event& event, const Keys& keys);
  void tell_sender(Message& message, Event& event);
  void learn_size(Message& message, Event& event);
  void attempt(Event& event, const Keys& keys, Events& events);
  std::uint32_t expire(Message& message, Instant at);
  void end(Message& message, Event& event, Events& events);
  void join(Event& event, Events& events, Message* message);
  Name code_of(Event& event, const Party& party, const Recipient* recipient);
  Name source_of(const Event& event);
  void follow(Recipient& recipient, const Attempt& attempt);
  void contact(const Event& event, const Party& party, const Attempt& attempt,
               const Message* message, const Recipient* recipient);
  void count(const Attempt& attempt);
  void count_total(Event& event, Message* message) noexcept;

  Period period;
  bool evidence_of_all = false;
  const std::function<void(const Attempt&)>* listener = nullptr;
  const std::function<void(const Event&, const Attempt&)>* contact_listener = nullptr;
  Names names;
  Name last_source = Name::none;
  correlate::Messages messages;
  correlate::Remotes remotes;
  correlate::Codes codes;
  Buckets buckets;
  Buckets evidence_buckets;  // filled where they are others than those counted
  correlate::BucketQueue to_buckets{buckets};
  correlate::BucketQueue to_evidence{evidence_buckets};
  correlate::Contacts contacts;
  correlate::HeldMail held;
  Totals totals;
  std::optional<Instant> first;
  std::optional<Instant> last;
  std::optional<Instant> last_of_all;  // also outside the period, where evidence is
};

Correlator::Correlator(Grouping grouping, std::shared_ptr<const Catalogue> catalogue)
    : state_(std::make_unique<State>(grouping, std::move(catalogue))) {}
Correlator::~Correlator() = default;
Correlator::Correlator(Correlator&&) noexcept = default;
Correlator& Correlator::operator=(Correlator&&) noexcept = default;

void Correlator::State::expect(const Event& event, Keys& keys) {
  keys = {};
  if (!is_joined(event.kind)) return;
  keys.message = messages.key_of(id_of(event));
  messages.expect_place(keys.message);
  if (event.kind == EventKind::message) return;
  keys.party = remotes.key_of(event);
  remotes.expect_party(keys.party);
}

// Postfix' pickup names a sender that its queue manager completes ("root"): a sender is sure where
// the size stands beside it, or where the message is delivered.
void Correlator::State::tell_sender(Message& message, Event& event) {
  event.counts_sender = message.received && !message.sender_told && !event.sender.empty();
  if (event.counts_sender) message.sender_told = true;
}

void Correlator::State::learn_size(Message& message, Event& event) {
  if (event.size == 0 || message.size != 0) return;
  message.size = event.size;
  if (!message.received || !counted(event.time)) return;
  totals.bytes += event.size;
  event.counts_size = true;
  tell_sender(message, event);
}

void Correlator::State::receive(Event& event, const Keys& keys) {
  if (event.queue_id.empty()) {  // nothing later can be joined to it
    if (!counted(event.time)) return;
    ++totals.messages;
    totals.bytes += event.size;
    event.counts_message = true;
    event.counts_size = event.size != 0;
    event.counts_sender = !event.sender.empty();
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
    totals.messages += event.counts_message ? 1U : 0U;
    message.sender_told = !event.counts_message;
  }
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
    if (recipient.remote == Name::none) return;  // no remote deferred it: a pipe, a full mailbox
    count({.time = at,
           .outcome = Outcome::expired,
           .contacted = Contacted::no,
           .remote = recipient.remote,
           .code = recipient.code});
  });
  if (counted(at)) totals.expired += expired;
  return expired;
}

// A message that stayed on this machine may end without an attempt (hMailServer).
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

// A line that names no reason of the remote's own (Exim "retry time not reached") stands for the
// reason its recipient, else its domain, was refused with before.
Name Correlator::State::code_of(Event& event, const Party& party, const Recipient* recipient) {
  if (!is_refusal(event.outcome)) return Name::none;
  const bool unexplained =
      event.contacted == Contacted::no && event.reply.code == 0 &&
      (event.error_class == ErrorClass::not_due || event.outcome == Outcome::expired);
  if (unexplained) {
    const bool tried = recipient != nullptr && recipient->code != Name::none;
    const Name known = tried ? recipient->code : remotes.last_code(party);
    if (known != Name::none) {
      codes.share(party.remote, known, event);
      return known;
    }
  }
  return codes.of(event, party.remote);
}

void Correlator::State::follow(Recipient& recipient, const Attempt& attempt) {
  if (recipient.attempts++ == 0) recipient.first_attempt = attempt.time;
  recipient.last_attempt = attempt.time;
  if (attempt.outcome == Outcome::deferred) {
    recipient.remote = attempt.remote;
    recipient.code = attempt.code;
  }
  recipient.done = is_final(attempt.outcome);
}

// Line after line is of one host.
Name Correlator::State::source_of(const Event& event) {
  if (names.word(last_source) != event.log_host) last_source = names.of(event.log_host);
  return last_source;
}

// Needs: the recipient does not know of this attempt yet.
void Correlator::State::contact(const Event& event, const Party& party, const Attempt& attempt,
                                const Message* message, const Recipient* recipient) {
  const bool repeats = event.repeats != 0 && event.contacted == Contacted::yes;
  if ((!attempt.counts && !repeats) || !is_evidence(attempt.time)) return;
  if (attempt.outcome != Outcome::delivered && attempt.outcome != Outcome::deferred &&
      attempt.outcome != Outcome::bounced) {
    return;
  }
  correlate::EndedContact ended{.contact = {.source = source_of(event),
                                            .remote = attempt.remote,
                                            .host = party.host,
                                            .code = attempt.code,
                                            .first = attempt.first,
                                            .about_mailbox = is_about_mailbox(event),
                                            .says_greylisting = event.cause == Cause::greylist,
                                            .age = event.delay,
                                            .connection_use = event.connection_use,
                                            .size = event.size,
                                            .recipient = event.recipient,
                                            .sender = event.sender},
                                .reused = event.reused,
                                .replied = event.reply.code != 0,
                                .session = contacts.session_of(event),
                                .line = event.line,
                                .end = event.time,
                                .length = event.duration};
  if (message != nullptr) ended.contact.recipients = message->recipients;
  if (recipient != nullptr && recipient->attempts > 0) {
    ended.contact.age = event.time - recipient->first_attempt;
  }
  if (repeats) {
    contacts.complete(event.repeats, ended.contact);
  } else {
    contacts.add(ended);
  }
}

void Correlator::State::count_total(Event& event, Message* message) noexcept {
  switch (event.outcome) {
    case Outcome::delivered:
      ++totals.delivered;
      totals.local += stays_at_home(event) ? 1U : 0U;
      break;
    case Outcome::deferred:
      ++totals.deferred;
      totals.not_contacted += event.contacted == Contacted::no ? 1U : 0U;
      event.first_deferral = message != nullptr && !message->deferred;
      if (event.first_deferral) message->deferred = true;
      totals.deferred_messages += event.first_deferral ? 1U : 0U;
      break;
    case Outcome::bounced:
      ++totals.bounced;
      break;
    case Outcome::expired:
      ++totals.expired;
      break;
    case Outcome::held:
      ++totals.held;
      break;
    case Outcome::discarded:
      ++totals.discarded;
      break;
    default:
      break;
  }
}

void Correlator::State::count(const Attempt& attempt) {
  if (keeps_others()) to_evidence.add(attempt);
  if (!counted(attempt.time)) return;
  if (listener != nullptr && *listener) (*listener)(attempt);
  to_buckets.add(attempt);
  if (attempt.wait.count() >= 0) remotes.facts(attempt.remote).waits.add(attempt.wait);
}

void Correlator::State::attempt(Event& event, const Keys& keys, Events& events) {
  if (event.probe) {
    totals.probes += counted(event.time) ? 1U : 0U;
    return;
  }
  const bool whole = event.kind == EventKind::attempt;
  // A session is a contact that failed, whether its line says so or not.
  if (!whole && event.outcome == Outcome::unknown) event.outcome = Outcome::deferred;
  Message* message = nullptr;
  if (!event.queue_id.empty()) message = &messages.find_or_add(keys.message, event.time);
  join(event, events, message);
  if (whole && counted(event.time)) {
    count_total(event, message);
    if (message != nullptr) tell_sender(*message, event);
  }
  Recipient* recipient = nullptr;
  if (message != nullptr && whole) recipient = &messages.recipient(*message, event.recipient);

  if (stays_at_home(event)) {
    if (recipient != nullptr) recipient->done = is_final(event.outcome);
    return;
  }
  Party party = remotes.of(event, keys.party);
  if (party.remote == Name::none) {
    if (event.contacted != Contacted::yes) return;
    party.remote = names.of("unknown remote");  // a pasted reply, say: its code still counts
  }
  if (event.remote_domain.empty()) event.remote_domain = remotes.domain_of(event, party);

  Attempt attempt{.time = event.time,
                  .outcome = event.outcome,
                  .stage = event.stage,
                  .contacted = event.contacted,
                  .counts = event.contacted == Contacted::yes && event.repeats == 0,
                  .reused = event.reused,
                  .remote = party.remote};
  attempt.code = code_of(event, party, recipient);
  if (attempt.code != Name::none && event.contacted == Contacted::yes) {
    remotes.remember_code(party, attempt.code);
  }
  if (message != nullptr && counted(event.time)) {
    attempt.new_message =
        first_under(*message, attempt.remote, static_cast<std::uint32_t>(attempt.code));
    if (attempt.outcome == Outcome::deferred &&
        first_under(*message, attempt.remote, any_deferral)) {
      ++remotes.facts(attempt.remote).deferred_messages;
    }
  }
  if (recipient != nullptr) {
    const bool arrival_known =
        message->received || (event.delay.count() >= 0 && event.delay < young);
    attempt.first = recipient->attempts == 0 && arrival_known && event.contacted != Contacted::no;
    if (event.outcome == Outcome::delivered && recipient->attempts > 0 &&
        recipient->remote != Name::none) {
      attempt.wait = event.time - recipient->first_attempt;
      if (is_evidence(event.time)) {
        held.add(recipient->remote, recipient->code,
                 {.first_attempt = recipient->first_attempt,
                  .last_deferral = recipient->last_attempt,
                  .delivered = event.time});
      }
    }
    contact(event, party, attempt, message, recipient);
    follow(*recipient, attempt);
  } else {
    contact(event, party, attempt, message, nullptr);
  }
  if (contact_listener != nullptr && *contact_listener && counted(attempt.time)) {
    (*contact_listener)(event, attempt);
  }
  count(attempt);
}

void Correlator::add(Events& events) {
  State& state = *state_;
  state.listener = &on_attempt;
  state.contact_listener = &on_contact;
  std::array<Keys, far_ahead * 2> expected;
  for (std::size_t i = 0; i < std::min(far_ahead, events.size()); ++i) {
    state.expect(events[i], expected[i % expected.size()]);
  }
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i + far_ahead < events.size()) {
      state.expect(events[i + far_ahead], expected[(i + far_ahead) % expected.size()]);
    }
    if (i + near_ahead < events.size()) {
      const Keys& soon = expected[(i + near_ahead) % expected.size()];
      state.messages.expect_message(soon.message);
      state.remotes.expect_route(soon.party);
    }
    Event& event = events[i];
    const Keys& keys = expected[i % expected.size()];
    const bool outbound = event.kind != EventKind::rejection && event.kind != EventKind::notice;
    if (outbound && state.evidence_of_all) {
      state.last_of_all = std::max(state.last_of_all.value_or(event.time), event.time);
    }
    if (outbound && state.counted(event.time)) {
      if (!state.first || event.time < *state.first) state.first = event.time;
      if (!state.last || event.time > *state.last) state.last = event.time;
    }
    switch (event.kind) {
      case EventKind::message:
        state.message(event, keys, events);
        break;
      case EventKind::attempt:
      case EventKind::session:
        state.attempt(event, keys, events);
        break;
      case EventKind::retry:
      case EventKind::destination:
      case EventKind::rejection:
      case EventKind::notice:
        break;
    }
  }
  state.to_buckets.drain();
  state.to_evidence.drain();
}

void Correlator::count_only(const Period& period) {
  state_->period = period;
}

void Correlator::take_evidence_of_all() {
  state_->evidence_of_all = true;
}

void Correlator::share_work() noexcept {
  state_->contacts.share();
}

bool Correlator::help() {
  return state_->contacts.help();
}

const Names& Correlator::names() const noexcept {
  return state_->names;
}
const Buckets& Correlator::buckets() const noexcept {
  return state_->buckets;
}

const Buckets& Correlator::evidence_buckets() const noexcept {
  return state_->keeps_others() ? state_->evidence_buckets : state_->buckets;
}

Totals Correlator::totals() const noexcept {
  Totals totals = state_->totals;
  totals.still_open = state_->messages.live();
  totals.dropped = state_->messages.dropped();
  return totals;
}

const RemoteFacts* Correlator::remote(Name remote) const noexcept {
  return state_->remotes.find(remote);
}

bool Correlator::too_many_remotes() const noexcept {
  return state_->remotes.too_many();
}

std::optional<Slot> Correlator::folded_before() const {
  // Nothing is less than anything.
  return std::max({state_->buckets.folded_before(), state_->evidence_buckets.folded_before(),
                   aggregates().folded_before()});
}

const CodeFacts* Correlator::code(Name remote, Name code) const noexcept {
  return state_->codes.find(remote, code);
}

const Aggregates& Correlator::aggregates() const {
  return state_->contacts.aggregates();
}

const SessionPeak* Correlator::sessions(Name remote, Name code) const {
  return state_->contacts.peak(remote, code);
}

std::vector<HeldDelivery> Correlator::held(Name remote, Name code) const {
  return state_->held.of(remote, code);
}

void Correlator::settle() {
  state_->contacts.settle();
}

std::optional<Instant> Correlator::first_event() const noexcept {
  return state_->first;
}
std::optional<Instant> Correlator::last_event() const noexcept {
  return state_->last;
}
std::optional<Instant> Correlator::last_evidence() const noexcept {
  return state_->evidence_of_all ? state_->last_of_all : state_->last;
}

}  // namespace curfew
