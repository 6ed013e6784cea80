#include <algorithm>

#include "hmailserver/server.h"

namespace curfew::hmailserver {

Event& Server::tell_message(MessageState state, const Delivery& delivery, const Moment& at,
                            Events& events) {
  Event& event = events.add();
  event.kind = EventKind::message;
  event.state = state;
  event.time = at.time;
  event.line = at.line;
  event.queue_id = events.keep(delivery.number);
  return event;
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
  if (!delivery.to_be_retried) tell_message(MessageState::removed, delivery, at, events);
  delivery.open = false;
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
