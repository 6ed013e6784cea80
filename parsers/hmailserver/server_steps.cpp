#include <algorithm>

#include "hmailserver/server.h"
#include "text/cursor.h"

namespace curfew::hmailserver {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

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

Event& message_event(MessageState state, const Delivery& delivery, const Moment& at,
                     Events& events) {
  Event& event = events.add();
  event.kind = EventKind::message;
  event.state = state;
  event.time = at.time;
  event.line = at.line;
  event.queue_id = events.keep(delivery.number);
  return event;
}

}  // namespace

Server::Server() : tried_(4096) {
  deliveries_.reserve(most_deliveries);
  sessions_.reserve(most_sessions);
}

Verdict Server::step(const Record& record, const Step& step, const Moment& at, Events& events) {
  if (first_ == Instant{}) first_ = at.time;
  const std::size_t before = events.size();
  sweep(at, events);
  switch (step.kind) {
    case StepKind::of_no_use:
      return Verdict::ignored;
    case StepKind::not_understood:
      return Verdict::unknown;
    case StepKind::starting:
      restart(events);
      break;
    case StepKind::delivering:
      return delivering(record.thread, step, at, events);
    case StepKind::connect_failed:
      return connect_failed(record.thread, step, at, events);
    case StepKind::connected:
    case StepKind::handshake_failed:
    case StepKind::timed_out:
    case StepKind::session_ended:
      session_step(step, events);
      break;
    default:
      if (Delivery* const delivery = delivery_on(record.thread)) {
        return thread_step(*delivery, step, at, events);
      }
  }
  return events.size() == before ? Verdict::ignored : Verdict::reported;
}

bool Server::was_tried(std::string_view number) const noexcept {
  std::uint64_t value = 0;
  text::Cursor(number).take_number(value);
  return tried_[value % tried_.size()] == value;
}

// A number is given to a message as it arrives, and they only grow. In a log's first hour the
// retries of older messages come along, so there it takes an arrival that was seen.
bool Server::is_new(std::string_view number, const Moment& at) noexcept {
  constexpr std::uint64_t out_of_order = 16;  // threads
  std::uint64_t value = 0;
  text::Cursor(number).take_number(value);
  std::uint64_t& place = tried_[value % tried_.size()];
  const bool tried = place == value;
  place = value;
  const bool grown = value > highest_;
  const bool recent = value + out_of_order > highest_;
  highest_ = std::max(highest_, value);
  if (tried || !recent) return false;
  if (at.time - first_ >= hours(1)) return true;
  return grown && accepted_ != Instant{} && at.time - accepted_ <= seconds(10);
}

Verdict Server::delivering(std::uint64_t thread, const Step& step, const Moment& at,
                           Events& events) {
  seen_.deliveries = true;
  Delivery* delivery = delivery_on(thread);
  if (delivery == nullptr) {
    const auto free = std::ranges::find(deliveries_, false, &Delivery::open);
    if (free != deliveries_.end()) {
      delivery = &*free;
    } else if (deliveries_.size() < most_deliveries) {
      delivery = &deliveries_.emplace_back();
    } else {
      delivery = &*std::ranges::min_element(deliveries_, {},
                                            [](const Delivery& one) { return one.started.line; });
    }
  }
  if (delivery->open) {  // its last line is missing
    conclude(*delivery, nullptr, events);
    delivery->open = false;
  }
  delivery->begin(thread, step.number, step.sender, step.recipients, at);
  delivery->retried = was_tried(step.number);
  const bool first = is_new(step.number, at);
  Event& event =
      message_event(first ? MessageState::received : MessageState::queued, *delivery, at, events);
  event.sender = events.keep(step.sender);
  return Verdict::reported;
}

Verdict Server::thread_step(Delivery& delivery, const Step& step, const Moment& at,
                            Events& events) {
  const std::size_t before = events.size();
  bool told = false;
  switch (step.kind) {
    case StepKind::looking_up:
      told = end_connect(delivery, events);
      delivery.begin_domain(step.host);
      break;
    case StepKind::relaying:
      told = end_connect(delivery, events);
      delivery.begin_relay(step.host);
      break;
    case StepKind::lookup_failed:
      delivery.lookup_error.assign(step.text.substr(0, longest_reply));
      break;
    case StepKind::choosing_host:
      told = end_connect(delivery, events);
      choose_host(delivery, step);
      break;
    case StepKind::creating:
      told = end_connect(delivery, events);
      delivery.announced_session = step.session;
      break;
    case StepKind::connecting:
      told = connecting(delivery, step, at, events);
      break;
    case StepKind::to_myself:
      if (!delivery.connecting) delivery.begin_connect(at);
      delivery.connect_error.assign(step.text.substr(0, longest_reply));
      delivery.connect_source = ErrorSource::local;
      break;
    case StepKind::no_servers:
      told = no_servers(delivery, step, at, events);
      break;
    case StepKind::refused_by_policy:
      told = by_policy(delivery, step, at, events);
      break;
    case StepKind::not_delivered:
      if (Recipient* const recipient = delivery.find(step.recipients)) {
        delivery.let_go(*recipient, Standing::settled);
      }
      break;
    case StepKind::held:
      hold_back(delivery, at, events);
      break;
    case StepKind::scheduled:
      conclude(delivery, &at, events);
      delivery.to_be_retried = true;
      break;
    case StepKind::returned:
      conclude(delivery, &at, events);
      message_event(MessageState::expired, delivery, at, events);
      break;
    case StepKind::completed:
    case StepKind::deleted:
      complete(delivery, at, events);
      break;
    default:
      break;
  }
  return told || events.size() != before ? Verdict::reported : Verdict::ignored;
}

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

// Mail that waits for its server to fetch it (ETRN).
void Server::hold_back(Delivery& delivery, const Moment& at, Events& events) {
  end_connect(delivery, events);
  scratch_.begin(at);
  scratch_.contacted = Contacted::no;
  scratch_.source = ErrorSource::local;
  scratch_.error = ErrorClass::local_policy;
  for (Recipient& recipient : delivery.recipients()) {
    if (!delivery.is_due(recipient)) continue;
    delivery.let_go(recipient, Standing::told);
    tell_recipient(scratch_, &delivery, delivery.sender, delivery.address(recipient), Outcome::held,
                   events);
  }
  delivery.to_be_retried = true;
}

bool Server::tell_refused(Delivery& delivery, Events& events) {
  bool told = false;
  for (Recipient& recipient : delivery.recipients()) {
    if (recipient.standing == Standing::told) told = true;
    if (recipient.standing != Standing::refused) continue;
    told = true;
    const Refusal& refusal = delivery.refusal(recipient.refusal);
    delivery.let_go(recipient, Standing::told);
    tell_recipient(refusal, &delivery, delivery.sender, delivery.address(recipient),
                   Outcome::deferred, events);
  }
  return told;
}

// Tells what is left to tell of an attempt. `unexplained` is where the server said that somebody
// was not reached.
void Server::conclude(Delivery& delivery, const Moment* unexplained, Events& events) {
  end_connect(delivery, events);
  const bool told = tell_refused(delivery, events);
  if (unexplained != nullptr && !told) tell_unexplained(delivery, *unexplained, events);
  delivery.concluded = true;
}

// The server says that it will try again, and nothing was seen that failed.
void Server::tell_unexplained(Delivery& delivery, const Moment& at, Events& events) {
  bool stray = last_stray_ > delivery.started.line;
  if (!seen_.network) {
    bool any = false;
    if (Session* const session = find_stray(delivery, any)) {
      link(*session, delivery);
      lose(*session, events);
      release(*session);
      if (tell_refused(delivery, events)) return;
    }
    stray = stray || any;
  }
  scratch_.begin(at);
  scratch_.contacted = Contacted::unknown;
  // There was no dialogue that could be of this delivery: no connection was made.
  if (seen_.dialogues && !stray) {
    scratch_.stage = Stage::connect;
    scratch_.contacted = Contacted::yes;
    scratch_.source = ErrorSource::network;
    scratch_.error = ErrorClass::unreachable;
  }
  for (Recipient& recipient : delivery.recipients()) {
    const bool local = delivery.stays_here(recipient) ||
                       (seen_.network && delivery.group != 0 && recipient.group == 0);
    if (recipient.standing != Standing::open || local) continue;
    delivery.let_go(recipient, Standing::told);
    tell_recipient(scratch_, &delivery, delivery.sender, delivery.address(recipient),
                   Outcome::deferred, events);
  }
}

void Server::complete(Delivery& delivery, const Moment& at, Events& events) {
  if (!delivery.concluded) {
    const std::size_t before = events.size();
    conclude(delivery, nullptr, events);
    // Told as deferred: the line that says so is missing.
    for (std::size_t i = before; i < events.size(); ++i) {
      const bool deferred =
          events[i].kind == EventKind::attempt && events[i].outcome == Outcome::deferred;
      delivery.to_be_retried = delivery.to_be_retried || deferred;
    }
  }
  if (!delivery.to_be_retried) message_event(MessageState::removed, delivery, at, events);
  delivery.open = false;
}

// Up to 5.5 among the records of SMTP, later of Debug; from a thread of its own.
Verdict Server::connect_failed(std::uint64_t thread, const Step& step, const Moment& at,
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
  return Verdict::reported;
}

// Without the records of the delivery.
Verdict Server::lone_connect_failure(const Step& step, const Moment& at, Events& events) {
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
  return Verdict::reported;
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

// Sessions and threads are counted anew.
void Server::restart(Events& events) {
  for (Session& session : sessions_) {
    if (!session.used || session.unclaimed) continue;
    if (!session.decided && !session.etrn) {
      fill(scratch_, session, session.last);
      scratch_.source = ErrorSource::local;
      scratch_.error = ErrorClass::local_error;
      spread(session, scratch_, Outcome::interrupted, events);
    }
    release(session);
  }
  for (Delivery& delivery : deliveries_) {
    if (!delivery.open) continue;
    close(delivery, events);
  }
  for (Session& session : sessions_) {
    if (session.used) drop(session, events);
  }
}

// No more is known of it: what was refused was refused.
void Server::close(Delivery& delivery, Events& events) {
  if (delivery.connecting && !delivery.talked) take_claimed(delivery, false, events);
  delivery.connecting = false;
  if (delivery.session != 0) release(sessions_[delivery.session - 1]);
  conclude(delivery, nullptr, events);
  delivery.open = false;
}

void Server::finish(Events& events) {
  for (Delivery& delivery : deliveries_) {
    if (delivery.open) close(delivery, events);
  }
  for (Session& session : sessions_) {
    if (session.used && session.unclaimed) drop(session, events);
  }
}

}  // namespace curfew::hmailserver
