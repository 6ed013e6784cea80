#include <algorithm>

#include "hmailserver/server.h"
#include "text/cursor.h"

namespace curfew::hmailserver {
namespace {

// Ports mail is handed over at; others on a delivery's thread are the virus scanner's.
bool is_mail_port(std::uint16_t port) noexcept {
  return port == 25 || port == 465 || port == 587 || port == 2525;
}

// Windows speaks the machine's language; where it is English the cause is known.
ErrorClass connect_class(std::string_view text) noexcept {
  if (text.find("actively refused") != text.npos) return ErrorClass::connect_refused;
  if (text.find("period of time") != text.npos) return ErrorClass::connect_timeout;
  return ErrorClass::unreachable;
}

}  // namespace

void Server::choose_host(Delivery& delivery, const Step& step) {
  if (is_ip(step.host)) return;
  delivery.target.host.assign(step.host.substr(0, step.host.find_last_not_of('.') + 1));
  std::ranges::transform(delivery.target.host, delivery.target.host.begin(), text::to_lower);
}

bool Server::connecting(Delivery& delivery, const Step& step, const Moment& at, Events& events) {
  const bool loopback = step.host.starts_with("127.") || step.host == "localhost";
  const bool is_mail =
      delivery.group != 0 || (step.port == 0 ? !loopback : is_mail_port(step.port));
  if (!is_mail) return false;
  const bool told = end_connect(delivery, events);
  delivery.begin_connect(at);
  delivery.target.ip.assign(step.ip);
  delivery.target.port = step.port;
  // Up to 5.4 the host may be a name.
  if (step.ip.empty()) choose_host(delivery, step);
  return told;
}

// Ends what the thread waited for. Whatever it does next, that is over.
bool Server::end_connect(Delivery& delivery, Events& events) {
  bool told = false;
  if (delivery.session != 0) {
    Session& session = sessions_[delivery.session - 1];
    told = lose(session, events);
    release(session);
  } else if (delivery.connecting && !delivery.talked &&
             (told = take_claimed(delivery, true, events), !told)) {
    const std::uint32_t index = delivery.add_refusal();
    Refusal& refusal = delivery.refusal(index);
    refusal.at = delivery.connect;
    refusal.stage = delivery.connected ? Stage::banner : Stage::connect;
    refusal.source = delivery.connect_source;
    refusal.reply = delivery.connect_error;
    refusal.error = delivery.connected ? ErrorClass::connection_lost : connect_class(refusal.reply);
    if (refusal.source == ErrorSource::tls) refusal.error = ErrorClass::tls_failed;
    if (refusal.source == ErrorSource::local) {
      refusal.contacted = Contacted::no;
      refusal.error = ErrorClass::local_error;
    }
    for (Recipient& recipient : delivery.recipients()) {
      if (!delivery.is_due(recipient)) continue;
      refuse(delivery, recipient, index, events);
      told = true;
    }
  }
  // The session is announced before its connection is.
  if (delivery.connecting || delivery.talked) delivery.announced_session = 0;
  delivery.connecting = delivery.connected = delivery.talked = false;
  return told;
}

bool Server::no_servers(Delivery& delivery, const Step& step, const Moment& at, Events& events) {
  bool told = end_connect(delivery, events);
  const std::string_view domain = domain_of(step.recipients);
  const std::uint32_t index = delivery.add_refusal();
  Refusal& refusal = delivery.refusal(index);
  refusal.at = at;
  refusal.stage = Stage::dns;
  refusal.contacted = Contacted::no;
  refusal.source = ErrorSource::dns;
  refusal.error =
      delivery.lookup_error.empty() ? ErrorClass::no_mail_host : ErrorClass::dns_temporary;
  refusal.reply = delivery.lookup_error;
  for (Recipient& recipient : delivery.recipients()) {
    const bool due =
        recipient.standing == Standing::open || recipient.standing == Standing::refused;
    if (!due || !same_name(domain_of(delivery.address(recipient)), domain)) continue;
    refuse(delivery, recipient, index, events);
    told = true;
  }
  return told;
}

bool Server::by_policy(Delivery& delivery, const Step& step, const Moment& at, Events& events) {
  bool told = end_connect(delivery, events);
  const std::uint32_t index = delivery.add_refusal();
  Refusal& refusal = delivery.refusal(index);
  refusal.at = at;
  refusal.contacted = Contacted::no;
  refusal.source = ErrorSource::local;
  refusal.error = ErrorClass::local_policy;
  refusal.reply.assign(step.text.substr(0, longest_reply));
  for (Recipient& recipient : delivery.recipients()) {
    const bool due =
        recipient.standing == Standing::open || recipient.standing == Standing::refused;
    if (!due || !same_name(domain_of(delivery.address(recipient)), step.host)) continue;
    refuse(delivery, recipient, index, events);
    told = true;
  }
  return told;
}

// Up to 5.5 among the records of SMTP, later of Debug; from a thread of its own.
LineUse Server::connect_failed(std::uint64_t thread, const Step& step, const Moment& at,
                               Events& events) {
  auto found = std::ranges::find_if(deliveries_, [&](const Delivery& delivery) {
    return delivery.open && delivery.number == step.number;
  });
  if (found == deliveries_.end()) {
    if (Delivery* const delivery = delivery_on(thread)) {
      found = deliveries_.begin() + (delivery - deliveries_.data());
    }
  }
  if (found == deliveries_.end()) return lone_connect_failure(step, at, events);
  if (!found->connecting) {
    found->begin_connect(at);
    if (is_ip(step.host)) found->target.ip.assign(step.host);
  }
  found->connect_error.assign(step.text.substr(0, longest_reply));
  return LineUse::reported;
}

// Without the records of the delivery.
LineUse Server::lone_connect_failure(const Step& step, const Moment& at, Events& events) {
  scratch_.begin(at);
  scratch_.stage = Stage::connect;
  scratch_.source = ErrorSource::network;
  scratch_.reply.assign(step.text.substr(0, longest_reply));
  scratch_.error = connect_class(scratch_.reply);
  if (is_ip(step.host)) {
    scratch_.target.ip.assign(step.host);
  } else {
    scratch_.target.host.assign(step.host);
    std::ranges::transform(scratch_.target.host, scratch_.target.host.begin(), text::to_lower);
  }
  Event& event = tell(scratch_, Outcome::deferred, events);
  event.kind = EventKind::session;
  event.queue_id = events.keep(step.number);
  return LineUse::reported;
}

void Server::session_step(const Step& step, Events& events) {
  if (Session* const session = find_session(step.session)) {
    if (step.kind == StepKind::timed_out) session->timed_out = true;
    if (step.kind == StepKind::handshake_failed) session->handshake_failed = true;
    if (step.kind == StepKind::session_ended) {
      lose(*session, events);
      if (!session->unclaimed) release(*session);
    }
    return;
  }
  for (Delivery& delivery : deliveries_) {
    if (!delivery.open || !delivery.connecting || delivery.talked) continue;
    const bool same = delivery.announced_session != 0 ? delivery.announced_session == step.session
                                                      : step.kind == StepKind::handshake_failed &&
                                                            delivery.target.ip == step.ip;
    if (!same) continue;
    if (step.kind == StepKind::connected) delivery.connected = true;
    if (step.kind == StepKind::handshake_failed) {
      delivery.connected = true;
      delivery.connect_source = ErrorSource::tls;
      delivery.connect_error.assign(step.text.substr(0, longest_reply));
    }
    return;
  }
}

}  // namespace curfew::hmailserver
