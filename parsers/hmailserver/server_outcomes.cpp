#include <algorithm>

#include "hmailserver/server.h"
#include "hmailserver/text.h"
#include "parse/reply.h"

namespace curfew::hmailserver {
namespace {

// A reply of one line keeps the letters "[nl]" that the remote wrote itself.
constexpr std::string_view no_break = "\n";

Reply read_kept_reply(const Refusal& refusal, Events& events) {
  const std::string_view raw = keep_utf8(refusal.reply, events);
  if (refusal.source != ErrorSource::remote && refusal.source != ErrorSource::none) {
    return {.code = 0, .enhanced = {}, .text = raw};
  }
  const bool longer = raw.size() > 3 && raw[3] == '-';
  return parse::read_reply(raw, longer ? line_break : no_break, events);
}

}  // namespace

void Server::fill(Refusal& refusal, const Session& session, const Moment& at) {
  refusal.begin(at);
  refusal.session = session.id;
  if (const Delivery* const delivery = delivery_of(session)) refusal.target = delivery->target;
  if (refusal.target.ip != session.ip) {
    if (!refusal.target.ip.empty()) refusal.target.port = 0;
    refusal.target.ip = session.ip;
  }
}

void Server::set_reply(Refusal& refusal, const parse::Answer& answer) {
  refusal.reply.assign(answer.reply.substr(0, longest_reply));
  if (answer.positive()) return;
  refusal.source = ErrorSource::remote;
  if (answer.code == 0) refusal.error = ErrorClass::malformed_reply;
}

Event& Server::tell(const Refusal& refusal, Outcome outcome, Events& events) {
  const Reply reply = read_kept_reply(refusal, events);
  Event& event = events.add();
  event.outcome = outcome;
  if (outcome != Outcome::delivered) event.stage = refusal.stage;
  event.contacted = refusal.contacted;
  event.error_source = refusal.source;
  event.error_class = refusal.error;
  event.remote_kind = RemoteKind::smtp;
  event.time = refusal.at.time;
  event.line = refusal.at.line;
  if (refusal.session != 0) event.session_id = keep_number(refusal.session, events);
  if (refusal.contacted != Contacted::no) {
    event.remote_host = events.keep(refusal.target.host);
    event.remote_ip = events.keep(refusal.target.ip);
    event.remote_port = refusal.target.port;
  }
  event.remote_domain = events.keep(refusal.target.domain);
  event.reply = reply;
  return event;
}

void Server::tell_recipient(const Refusal& refusal, const Delivery* delivery,
                            std::string_view sender, std::string_view recipient, Outcome outcome,
                            Events& events) {
  Event& event = tell(refusal, outcome, events);
  if (delivery != nullptr) {
    event.queue_id = events.keep(delivery->number);
    event.sender = events.keep(delivery->sender);
  } else {
    event.sender = events.keep(sender);
  }
  event.recipient = events.keep(recipient);
}

// The host that refused was not the last: a contact of its own. Where TLS failed and the same host
// is asked again without it, that is one contact.
void Server::tell_earlier(Delivery& delivery, Recipient& recipient, const Refusal& next,
                          Events& events) {
  if (recipient.standing != Standing::refused) return;
  const Refusal& earlier = delivery.refusal(recipient.refusal);
  const bool same_session = earlier.session != 0 && earlier.session == next.session;
  const bool without_tls = earlier.handshake && earlier.target.ip == next.target.ip;
  if (!same_session && !without_tls) {
    tell_recipient(earlier, &delivery, delivery.sender, delivery.address(recipient),
                   Outcome::deferred, events);
    Event& event = events[events.size() - 1];
    event.kind = EventKind::session;
  }
  delivery.let_go(recipient, Standing::open);
}

void Server::refuse(Delivery& delivery, Recipient& recipient, std::uint32_t refusal,
                    Events& events) {
  if (recipient.standing == Standing::settled || recipient.standing == Standing::told) return;
  tell_earlier(delivery, recipient, delivery.refusal(refusal), events);
  delivery.hold(recipient, refusal);
}

void Server::settle(Delivery& delivery, Recipient& recipient, const Refusal& last, Outcome outcome,
                    Events& events) {
  if (recipient.standing == Standing::settled) return;
  tell_earlier(delivery, recipient, last, events);
  delivery.let_go(recipient, Standing::settled);
  tell_recipient(last, &delivery, delivery.sender, delivery.address(recipient), outcome, events);
}

// An outcome for all recipients of a session that have none yet. One that was refused for now in
// the same session keeps that, unless it gets worse.
bool Server::spread(Session& session, const Refusal& refusal, Outcome outcome, Events& events) {
  Delivery* const delivery = delivery_of(session);
  if (delivery == nullptr) return spread_alone(session, refusal, outcome, events);
  const parse::Dialogue& dialogue = session.dialogue;
  const bool asked = dialogue.recipients() != 0 && outcome != Outcome::interrupted &&
                     refusal.error != ErrorClass::connection_lost &&
                     refusal.error != ErrorClass::timeout;
  std::string_view domain;
  if (!asked && delivery->group == 0 && !find_domain(*delivery, session.ip, domain)) {
    Event& event = tell(refusal, outcome, events);
    event.kind = EventKind::session;
    event.queue_id = events.keep(delivery->number);
    event.sender = events.keep(delivery->sender);
    last_stray_ = refusal.at.line;
    return false;
  }
  std::uint32_t index = 0;
  bool held = false;
  for (Recipient& recipient : delivery->recipients()) {
    const std::string_view address = delivery->address(recipient);
    const bool member = asked ? is_asked(session, address)
                              : delivery->is_due(recipient) &&
                                    (domain.empty() || same_name(domain_of(address), domain));
    const bool open =
        recipient.standing == Standing::open || recipient.standing == Standing::refused;
    if (!member || !open) continue;
    const bool refused_here = recipient.standing == Standing::refused &&
                              delivery->refusal(recipient.refusal).session == session.id;
    if (outcome != Outcome::deferred) {
      if (outcome == Outcome::interrupted && recipient.standing == Standing::refused) continue;
      settle(*delivery, recipient, refusal, outcome, events);
      continue;
    }
    if (refused_here) continue;
    if (!held) {
      index = delivery->add_refusal();
      delivery->refusal(index).assign(refusal);
      note_unfinished(session, index);
      held = true;
    }
    refuse(*delivery, recipient, index, events);
  }
  return held;
}

// Where no lookup is logged: the domain a session is for that named no recipient. One that was
// served at this address before, or the only one there is.
bool Server::find_domain(const Delivery& delivery, std::string_view ip,
                         std::string_view& domain) const noexcept {
  if (serves(ip, delivery)) {
    domain = domain_served(ip);
    return true;
  }
  for (const Recipient& recipient : delivery.recipients()) {
    if (!delivery.is_due(recipient) || delivery.stays_here(recipient)) continue;
    const std::string_view other = domain_of(delivery.address(recipient));
    if (!domain.empty() && !same_name(domain, other)) return false;
    domain = other;
  }
  return !domain.empty();
}

bool Server::is_asked(const Session& session, std::string_view address) const noexcept {
  for (std::size_t i = 0; i < session.dialogue.recipients(); ++i) {
    if (same_name(session.dialogue.recipient(i), address)) return true;
  }
  return false;
}

// Without the records of the delivery: the recipients are those that the session named.
bool Server::spread_alone(Session& session, const Refusal& refusal, Outcome outcome,
                          Events& events) {
  const parse::Dialogue& dialogue = session.dialogue;
  bool told = false;
  for (std::size_t i = 0; i < dialogue.recipients(); ++i) {
    if (dialogue.fate(i) == parse::Dialogue::Fate::refused) continue;
    tell_recipient(refusal, nullptr, dialogue.sender(), dialogue.recipient(i), outcome, events);
    told = true;
  }
  if (dialogue.recipients() != 0) return told;
  last_stray_ = refusal.at.line;
  Event& event = tell(refusal, outcome, events);
  event.kind = EventKind::session;
  event.sender = events.keep(dialogue.sender());
  return true;
}

void Server::note_unfinished(const Session& session, std::uint32_t refusal) noexcept {
  unfinished_ = {.delivery = session.delivery, .refusal = refusal, .session = 0};
}

void Server::go_on(std::string_view text) {
  std::string* reply = nullptr;
  if (unfinished_.session != 0) reply = &sessions_[unfinished_.session - 1].refusal.reply;
  if (unfinished_.delivery != 0) {
    reply = &deliveries_[unfinished_.delivery - 1].refusal(unfinished_.refusal).reply;
  }
  if (reply == nullptr || reply->size() + text.size() + 1 > longest_reply) return;
  *reply += ' ';
  *reply += text;
}

}  // namespace curfew::hmailserver
