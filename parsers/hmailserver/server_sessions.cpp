#include <algorithm>

#include "hmailserver/server.h"
#include "text/cursor.h"

namespace curfew::hmailserver {
namespace {

using std::chrono::minutes;
using text::Cursor;

// The server itself waits ten minutes at most.
constexpr minutes longest_silence(15);

bool is_refusal(const parse::Answer& answer) noexcept {
  return answer.stage != Stage::quit && answer.stage != Stage::unknown && !answer.positive();
}

// 5xx is for good; everything else that is not 2xx or 3xx, also what is no number, is for now
// (SMTPClientConnection.cpp).
Outcome outcome_of(const parse::Answer& answer) noexcept {
  return answer.code / 100 == 5 ? Outcome::bounced : Outcome::deferred;
}

}  // namespace

Session* Server::find_session(std::uint64_t id) noexcept {
  const auto found = std::ranges::find_if(sessions_, [id](const Session& session) {
    return session.used && !session.unclaimed && session.id == id;
  });
  return found == sessions_.end() ? nullptr : &*found;
}

void Server::release(Session& session) noexcept {
  if (Delivery* const delivery = delivery_of(session)) delivery->session = 0;
  session.delivery = 0;
  session.used = session.unclaimed = false;
}

// Numbers of sessions begin anew with the process: another address, or a banner where none is due,
// is another session.
Session& Server::session_of(const Record& record, const Moment& at, Events& events) {
  Session* session = find_session(record.session);
  if (session != nullptr) {
    const bool another = !text::is_same(session->ip, record.peer) ||
                         at.time - session->last.time > longest_silence ||
                         (session->decided && record.text.starts_with("RECEIVED: 220"));
    if (!another) return *session;
    drop(*session, events);
  } else if (const auto free = std::ranges::find(sessions_, false, &Session::used);
             free != sessions_.end()) {
    session = &*free;
  } else if (sessions_.size() < most_sessions) {
    session = &sessions_.emplace_back();
  } else {
    session =
        &*std::ranges::min_element(sessions_, {}, [](const Session& one) { return one.last.line; });
    lose(*session, events);
    release(*session);
  }
  session->used = true;
  session->id = record.session;
  session->ip.assign(record.peer);
  session->delivery = 0;
  session->decided = session->etrn = session->timed_out = session->handshake_failed = false;
  session->greeted = false;
  session->doubted.clear();
  session->unclaimed = false;
  session->first = session->last = at;
  // A log may begin amid a session.
  if (record.text.starts_with("RECEIVED: ")) {
    session->dialogue.open();
  } else {
    session->dialogue.forget();
  }
  link_by_number(*session);
  return *session;
}

LineUse Server::talk(const Record& record, const Moment& at, Events& events) {
  if (first_ == Instant{}) first_ = at.time;
  seen_.dialogues = true;
  const std::size_t before = events.size();
  sweep(at, events);
  Cursor cursor(record.text);
  const bool is_sent = cursor.skip("SENT: ");
  if (!is_sent && !cursor.skip("RECEIVED: ")) return LineUse::unknown;
  // What follows our QUIT is of no use, and often missing.
  if (!is_sent && cursor.rest().starts_with("221") && find_session(record.session) == nullptr) {
    return LineUse::ignored;
  }
  Session& session = session_of(record, at, events);
  session.last = at;
  const LineUse use = is_sent ? sent(session, cursor.rest(), at, events)
                              : received(session, cursor.rest(), at, events);
  return events.size() == before ? use : LineUse::reported;
}

LineUse Server::sent(Session& session, std::string_view text, const Moment& at, Events& events) {
  if (text.starts_with(line_break)) text.remove_prefix(line_break.size());
  session.dialogue.sent(text);
  if (text.starts_with("ETRN ")) session.etrn = true;
  if (text.starts_with("HELO ")) session.doubted.clear();  // EHLO was too much for the remote
  if (text.starts_with("RCPT TO:")) link_by_recipient(session, parse::path_of(text), events);
  if (text == "QUIT") return quit(session, at, events);
  return LineUse::ignored;
}

// The server gives up on its own where a remote does not offer what its configuration wants.
LineUse Server::quit(Session& session, const Moment& at, Events& events) {
  parse::Answer waiting;
  session.dialogue.closed(waiting);
  if (!session.decided && !session.etrn) {
    const bool refused = !session.doubted.empty();
    const bool unsafe = !refused && session.greeted && session.dialogue.last_stage() == Stage::ehlo;
    session.decided = true;
    if (refused || unsafe) {
      fill(scratch_, session, refused ? session.doubt : at);
      scratch_.stage = refused ? Stage::ehlo : Stage::starttls;
      scratch_.source = refused ? ErrorSource::remote : ErrorSource::tls;
      scratch_.error = refused ? ErrorClass::none : ErrorClass::tls_failed;
      scratch_.reply = session.doubted;
      decide(session, scratch_, Outcome::bounced, events);
    }
  }
  if (!session.unclaimed) release(session);
  return LineUse::ignored;
}

LineUse Server::received(Session& session, std::string_view text, const Moment& at,
                         Events& events) {
  parse::Answer answer;
  if (!session.dialogue.received(text, answer) || session.decided || session.etrn) {
    return LineUse::ignored;
  }
  if (answer.stage == Stage::rcpt_to) return answered_recipient(session, answer, at, events);
  if (answer.stage == Stage::end_of_data && answer.positive()) {
    return taken(session, answer, at, events);
  }
  if (answer.stage == Stage::ehlo && answer.positive()) session.greeted = true;
  if (!is_refusal(answer)) return LineUse::ignored;
  if (answer.decides) return refused_all(session, answer, at, events);
  session.doubt = at;  // EHLO or STARTTLS: what is done next decides
  session.doubted.assign(answer.reply.substr(0, longest_reply));
  return LineUse::ignored;
}

LineUse Server::answered_recipient(Session& session, const parse::Answer& answer, const Moment& at,
                                   Events& events) {
  if (answer.positive() || answer.recipient == parse::Answer::everybody) return LineUse::ignored;
  const std::string_view address = session.dialogue.recipient(answer.recipient);
  const Outcome outcome = outcome_of(answer);
  fill(scratch_, session, at);
  scratch_.stage = Stage::rcpt_to;
  set_reply(scratch_, answer);
  Delivery* const delivery = delivery_of(session);
  Recipient* const recipient = delivery == nullptr ? nullptr : delivery->find(address);
  if (recipient == nullptr) {
    tell_recipient(scratch_, delivery, session.dialogue.sender(), address, outcome, events);
  } else if (outcome == Outcome::bounced) {
    settle(*delivery, *recipient, scratch_, outcome, events);
  } else {
    const std::uint32_t index = delivery->add_refusal();
    delivery->refusal(index).assign(scratch_);
    refuse(*delivery, *recipient, index, events);
    note_unfinished(session, index);
  }
  return LineUse::reported;
}

LineUse Server::refused_all(Session& session, const parse::Answer& answer, const Moment& at,
                            Events& events) {
  session.decided = true;
  fill(scratch_, session, at);
  scratch_.stage = answer.stage;
  set_reply(scratch_, answer);
  decide(session, scratch_, outcome_of(answer), events);
  return LineUse::reported;
}

LineUse Server::taken(Session& session, const parse::Answer& answer, const Moment& at,
                      Events& events) {
  session.decided = true;
  fill(scratch_, session, at);
  scratch_.stage = Stage::end_of_data;
  set_reply(scratch_, answer);
  Delivery* const delivery = delivery_of(session);
  const parse::Dialogue& dialogue = session.dialogue;
  for (std::size_t i = 0; i < dialogue.recipients(); ++i) {
    if (dialogue.fate(i) != parse::Dialogue::Fate::accepted) continue;
    Recipient* const recipient =
        delivery == nullptr ? nullptr : delivery->find(dialogue.recipient(i));
    if (recipient != nullptr) {
      settle(*delivery, *recipient, scratch_, Outcome::delivered, events);
    } else {
      tell_recipient(scratch_, delivery, dialogue.sender(), dialogue.recipient(i),
                     Outcome::delivered, events);
    }
  }
  return LineUse::reported;
}

// The session is over. What was not decided is for now: silence, or a handshake of TLS that failed.
bool Server::lose(Session& session, Events& events) {
  if (session.decided || session.etrn) return false;
  session.decided = true;
  parse::Answer waiting;
  const bool asked = session.dialogue.closed(waiting);
  const Stage stage = asked ? waiting.stage : session.dialogue.last_stage();
  if (stage == Stage::unknown || stage == Stage::quit) return false;
  fill(scratch_, session, session.last);
  scratch_.stage = stage;
  scratch_.handshake = stage == Stage::starttls;
  if (scratch_.handshake) {
    scratch_.source = session.doubted.empty() ? ErrorSource::tls : ErrorSource::remote;
    scratch_.error = session.doubted.empty() ? ErrorClass::tls_failed : ErrorClass::none;
    scratch_.reply = session.doubted;
  } else {
    scratch_.source = ErrorSource::network;
    scratch_.error = session.timed_out ? ErrorClass::timeout : ErrorClass::connection_lost;
  }
  const std::size_t before = events.size();
  const bool held = decide(session, scratch_, Outcome::deferred, events);
  return held || events.size() != before;
}

// An outcome for everybody in a session. Where it is not known which delivery the session is of,
// the thread that goes on will tell, if one waits.
bool Server::decide(Session& session, const Refusal& refusal, Outcome outcome, Events& events) {
  if (session.delivery == 0 && session.dialogue.recipients() == 0) {
    if (is_awaited(session)) {
      session.unclaimed = true;
      session.refusal.assign(refusal);
      session.outcome = outcome;
      unfinished_ = {};
      unfinished_.session = static_cast<std::size_t>(&session - sessions_.data()) + 1;
      return true;
    }
    link_by_exclusion(session);
  }
  return spread(session, refusal, outcome, events);
}

bool Server::take_claimed(Delivery& delivery, bool moved_on, Events& events) {
  Session* session = claim(delivery, true);
  if (session == nullptr && moved_on) session = claim(delivery, false);
  if (session == nullptr) return false;
  link(*session, delivery);
  if (session->unclaimed) {
    session->refusal.target.host = delivery.target.host;
    session->refusal.target.domain = delivery.target.domain;
    session->refusal.target.port = delivery.target.port;
    spread(*session, session->refusal, session->outcome, events);
  } else {
    lose(*session, events);
  }
  release(*session);
  return true;
}

// Gives a session up: what it refused nobody has claimed.
void Server::drop(Session& session, Events& events) {
  if (session.unclaimed) {
    spread_alone(session, session.refusal, session.outcome, events);
  } else {
    lose(session, events);
    if (session.unclaimed) spread_alone(session, session.refusal, session.outcome, events);
  }
  release(session);
}

void Server::sweep(const Moment& at, Events& events) {
  if (at.time >= swept_ && at.time - swept_ < minutes(1)) return;
  swept_ = at.time;
  for (Session& session : sessions_) {
    if (!session.used || at.time - session.last.time <= longest_silence) continue;
    if (!session.unclaimed) lose(session, events);
    if (session.unclaimed && is_awaited(session)) continue;
    drop(session, events);
  }
}

}  // namespace curfew::hmailserver
