#include <algorithm>
#include <utility>

#include "correlate/correlator_state.h"
#include "correlate/remote_code.h"

namespace curfew {
namespace {

using correlate::Keys;
using correlate::Message;
using correlate::Party;
using correlate::Recipient;

// A message whose arrival was not seen, but which is younger than this, has not been tried before.
constexpr Milliseconds young = std::chrono::minutes(2);
// Lines of one attempt follow one another; a message that is not held up is tried at once.
constexpr Milliseconds same_attempt = std::chrono::minutes(1);
constexpr Milliseconds at_once = std::chrono::minutes(10);

bool is_refusal(Outcome outcome) noexcept {
  return outcome == Outcome::deferred || outcome == Outcome::bounced || outcome == Outcome::expired;
}

constexpr Name any_deferral{0xFFFFFFFF};       // stands for all codes of a remote
constexpr std::uint64_t outside = 1ULL << 62;  // of the period; no remote has so high a number

// Enhanced codes x.1.x and x.2.x: about the address or the mailbox, not about us. RFC 3463. Where
// there is none, the words tell.
bool is_about_mailbox(const Event& event) noexcept {
  const EnhancedCode code = event.reply.enhanced ? event.reply.enhanced : event.enhanced_code;
  if (code) return code.subject == 1 || code.subject == 2;
  return event.cause == Cause::recipient || event.cause == Cause::mailbox_full;
}

// Stands for a host, and for its address where it has several. No (remote, code) looks like it.
std::uint64_t host_mark(Name host, const Event& event) noexcept {
  constexpr std::uint64_t salt = 0xA24BAED4963EE407;
  return text::hash(event.remote_ip, salt + static_cast<std::uint64_t>(host)) | 1ULL << 63;
}

std::uint64_t address_of(const Event& event) noexcept {
  constexpr std::uint64_t salt = 0xD1B54A32D192ED03;  // the same in every run: hashes are added up
  return event.remote_ip.empty() ? 0 : text::hash(event.remote_ip, salt) | 1U;
}

bool is_final(Outcome outcome) noexcept {
  return outcome == Outcome::delivered || outcome == Outcome::bounced ||
         outcome == Outcome::expired || outcome == Outcome::discarded;
}

}  // namespace

// A line that names no reason of the remote's own ("retry time not reached") stands for the
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

void Correlator::State::follow(Recipient& recipient, const correlate::Attempt& attempt) {
  if (recipient.attempts++ == 0) recipient.first_attempt = attempt.time;
  recipient.last_attempt = attempt.time;
  if (attempt.outcome == Outcome::deferred) {
    if (recipient.code != attempt.code || recipient.remote != attempt.remote) {
      recipient.code_since = attempt.time;
    }
    recipient.remote = attempt.remote;
    recipient.code = attempt.code;
  }
  recipient.done = is_final(attempt.outcome);
}

// The address of ours where the line says it, else our host. Line after line is of one.
Name Correlator::State::source_of(const Event& event) {
  const std::string_view source = event.local_ip.empty() ? event.log_host : event.local_ip;
  if (names.word(last_source) != source) last_source = names.of(source);
  return last_source;
}

// A refusal is remembered by host, so that what is tried at another host is known as the first
// there.
ContactStratum Correlator::State::stratum_of(const Event& event, const Party& party,
                                             const correlate::Attempt& attempt, Message* message,
                                             const Recipient* recipient) {
  if (message == nullptr) return ContactStratum::unknown;
  const std::uint64_t whose = recipient == nullptr ? 0 : recipient->address;
  const bool lasts = attempt.outcome == Outcome::deferred || recipient == nullptr;
  const bool tried = recipient != nullptr && recipient->attempts > 0;
  const bool fresh =
      lasts || tried ? messages.mark(*message, whose ^ host_mark(party.host, event)) : true;
  if (attempt.first) return ContactStratum::first;
  if (!fresh) return ContactStratum::retry;
  // Passed over within the message's first attempt, which is not yet logged.
  if (recipient == nullptr && message->arrival_known && message->first_recipient == 0) {
    return ContactStratum::first;
  }
  if (message->arrival_known) return ContactStratum::first_at_host;
  return tried ? ContactStratum::retry : ContactStratum::unknown;
}

// What is counted of the attempt: a contact, or what belongs to its remote and code without being
// one. Needs: the recipient does not know of this attempt yet.
void Correlator::State::contact(const Event& event, const Keys& keys, const Party& party,
                                const correlate::Attempt& attempt, bool newly_deferred,
                                Message* message, const Recipient* recipient) {
  if (!is_evidence(attempt.time)) return;
  const bool is_end = attempt.outcome == Outcome::delivered ||
                      attempt.outcome == Outcome::deferred || attempt.outcome == Outcome::bounced;
  const bool repeats = is_end && event.repeats != 0 && event.contacted == Contacted::yes;
  const bool asked = is_end && attempt.counts;
  const bool deferred = attempt.contacted == Contacted::no && attempt.outcome == Outcome::deferred;
  const bool expired = attempt.outcome == Outcome::expired;
  correlate::EndedContact ended{
      .contact = {.source = source_of(event),
                  .remote = attempt.remote,
                  .host = party.host,
                  .code = attempt.code,
                  .about_mailbox = is_about_mailbox(event),
                  .says_greylisting = event.cause == Cause::greylist,
                  .replied = event.reply.code != 0,
                  .returned = attempt.outcome == Outcome::bounced,
                  .reused = attempt.reused && attempt.outcome == Outcome::delivered,
                  .new_message = attempt.new_message,
                  .newly_deferred = newly_deferred,
                  .passed_over = event.kind == EventKind::session,
                  .asked = asked,
                  .unresolved = deferred && event.repeats == 0 &&
                                event.error_class == ErrorClass::dns_temporary,
                  .deferred = deferred,
                  .expired = expired,
                  .cause = event.cause,
                  .reply_code = event.reply.code,
                  .domain = party.domain,
                  .address = address_of(event),
                  .address_text = event.remote_ip,
                  .age = event.delay,
                  .connection_use = event.connection_use,
                  .size = event.size,
                  .recipient = event.recipient,
                  .sender = event.sender},
      .session = contacts.session_of(event, keys.message.key),
      .line = event.line,
      .end = event.time,
      .length = event.duration};
  Contact& contact = ended.contact;
  if (asked || repeats) {
    contact.stratum = stratum_of(event, party, attempt, message, recipient);
  }
  if (asked && message != nullptr) {
    if (message->last_attempt + same_attempt < event.time) message->in_attempt = 0;
    message->last_attempt = event.time;
    if (recipient != nullptr) ++message->in_attempt;
    contact.recipients = message->queued_for != 0 ? message->queued_for : message->in_attempt;
    // A log that does not say how long attempts last: the first begins when the message arrives.
    if (ended.length.count() < 0 && attempt.first && event.time < message->received_at + at_once) {
      ended.length = event.time - message->received_at;
      ended.estimated = true;
    }
    // The time of hosts tried before is in what the line says of the last one.
    if (contact.passed_over) message->passed_over = event.time;
    ended.not_before = message->passed_over;
  }
  if (recipient != nullptr && recipient->attempts > 0) {
    contact.age = event.time - recipient->first_attempt;
    contact.since_last = event.time - recipient->last_attempt;
  }
  if (recipient != nullptr && recipient->code != Name::none) {
    contact.refused_before = recipient->code;
    contact.waited = event.time - recipient->code_since;
    if (attempt.outcome == Outcome::delivered) contact.deferred_by = recipient->remote;
  }
  if (repeats) contacts.complete(event.repeats, contact);
  if (asked || contact.unresolved || deferred || expired || attempt.new_message || newly_deferred) {
    contacts.add(ended);
  }
}

void Correlator::State::count_total(Event& event, Message* message) {
  Traffic& totals = traffic_at(event.time);
  switch (event.outcome) {
    case Outcome::delivered:
      ++totals.delivered;
      totals.delivered_bytes += event.size;
      totals.local += is_local(event) ? 1U : 0U;
      break;
    case Outcome::deferred:
      ++totals.deferred;
      totals.not_contacted += event.contacted == Contacted::no ? 1U : 0U;
      totals.local_deferred += is_local(event) && event.contacted == Contacted::yes ? 1U : 0U;
      event.first_deferral =
          message != nullptr &&
          !std::exchange(counted(event.time) ? message->deferred : message->deferred_outside, true);
      totals.deferred_messages += event.first_deferral ? 1U : 0U;
      if (message != nullptr) {
        event.earlier_deferral = message->last_deferral;
        message->last_deferral = std::max(message->last_deferral, event.time);
      }
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

void Correlator::State::tell(const correlate::Attempt& attempt) const {
  if (listener != nullptr && *listener && counted(attempt.time)) (*listener)(attempt);
}

// The message that the event is of, which learns from it; null where it names none.
Message* Correlator::State::message_of(Event& event, const Keys& keys, Events& events) {
  Message* const message =
      event.queue_id.empty() ? nullptr : &messages.find_or_add(keys.message, event.time);
  join(event, events, message);
  if (event.kind == EventKind::attempt && is_evidence(event.time)) {
    count_total(event, message);
    if (message != nullptr) tell_sender(*message, event);
  }
  if (message != nullptr) {
    message->arrival_known = message->arrival_known || message->received ||
                             (event.delay.count() >= 0 && event.delay < young);
  }
  return message;
}

// Whom it was about; nothing where nobody was asked and none is known.
std::optional<Party> Correlator::State::party_of(Event& event, const Keys& keys) {
  Party party = remotes.of(event, keys.party);
  if (party.remote == Name::none) {
    if (event.contacted != Contacted::yes) return std::nullopt;
    party.remote = names.of("unknown remote");  // a pasted reply, say: its code still counts
  }
  if (event.remote_domain.empty()) event.remote_domain = remotes.domain_of(event, party);
  return party;
}

// What the attempt is to its message and its recipient: perhaps the first of something.
bool Correlator::State::place(correlate::Attempt& attempt, const Event& event, Message* message,
                              const Recipient* recipient) {
  bool newly_deferred = false;
  if (message != nullptr && is_evidence(event.time)) {
    // Counted once within the period, and once outside.
    const std::uint64_t where = counted(event.time) ? 0 : outside;
    attempt.new_message =
        messages.mark(*message, correlate::remote_code(attempt.remote, attempt.code) ^ where);
    newly_deferred =
        attempt.outcome == Outcome::deferred &&
        messages.mark(*message, correlate::remote_code(attempt.remote, any_deferral) ^ where);
  }
  if (recipient != nullptr) {
    attempt.first =
        recipient->attempts == 0 && message->arrival_known && event.contacted != Contacted::no;
    if (event.outcome == Outcome::delivered && recipient->attempts > 0 &&
        recipient->remote != Name::none) {
      attempt.wait = event.time - recipient->first_attempt;
    }
  }
  return newly_deferred;
}

void Correlator::State::attempt(Event& event, const Keys& keys, Events& events) {
  if (event.probe) {
    if (is_evidence(event.time)) ++traffic_at(event.time).probes;
    return;
  }
  const bool whole = event.kind == EventKind::attempt;
  // A session is a contact that failed, whether its line says so or not.
  if (!whole && event.outcome == Outcome::unknown) event.outcome = Outcome::deferred;
  Message* const message = message_of(event, keys, events);
  Recipient* recipient = nullptr;
  if (message != nullptr && whole) recipient = &messages.recipient(*message, event.recipient);
  if (is_local(event)) {
    if (recipient != nullptr) recipient->done = is_final(event.outcome);
    return;
  }
  const std::optional<Party> party = party_of(event, keys);
  if (!party) return;
  // "lost connection" after the refusal: a code of its own that nothing is counted under.
  if (!whole && event.repeats != 0) return;

  correlate::Attempt attempt{.time = event.time,
                             .outcome = event.outcome,
                             .stage = event.stage,
                             .contacted = event.contacted,
                             .counts = event.contacted == Contacted::yes && event.repeats == 0,
                             .reused = event.reused,
                             .remote = party->remote};
  attempt.code = code_of(event, *party, recipient);
  if (attempt.code != Name::none && event.contacted == Contacted::yes) {
    remotes.remember_code(*party, attempt.code);
  }
  const bool newly_deferred = place(attempt, event, message, recipient);
  contact(event, keys, *party, attempt, newly_deferred, message, recipient);
  if (recipient != nullptr) follow(*recipient, attempt);
  if (contact_listener != nullptr && *contact_listener && counted(attempt.time)) {
    (*contact_listener)(event, attempt);
  }
  tell(attempt);
}

}  // namespace curfew
