#include "definition/transcripts.h"

#include <algorithm>

#include "definition/event_filler.h"
#include "text/cursor.h"

namespace curfew::definition {
namespace {

bool begins_with_code(std::string_view text) noexcept {
  return text.size() >= 3 && text[0] >= '2' && text[0] <= '5' && text::is_digit(text[1]) &&
         text::is_digit(text[2]) && (text.size() == 3 || text[3] == ' ' || text[3] == '-');
}

}  // namespace

Transcripts::Transcripts(const Plan& plan)
    : plan_(plan),
      manner_{.line_break = plan.line_break, .whole_replies = false, .auth_decides = true} {}

// Kept by an earlier run: the context is of the plan's fields.
bool Transcripts::is_sound(const Session& session) const {
  return std::ranges::all_of(session.context, [this](const std::pair<Field, std::string>& one) {
    return std::ranges::find(plan_.transcript->context, one.first) !=
           plan_.transcript->context.end();
  });
}

Transcripts::Session* Transcripts::find(const Row& row) {
  const std::optional<Field> field = plan_.transcript->session;
  if (!field || row[*field].empty()) {  // a line that names none goes on with the one before
    return current_ < sessions_.size() ? &sessions_[current_] : nullptr;
  }
  const auto found = std::ranges::find(sessions_, row[*field], &Session::id);
  if (found == sessions_.end()) return nullptr;
  current_ = static_cast<std::size_t>(found - sessions_.begin());
  return &*found;
}

Transcripts::Session& Transcripts::session_of(const Row& row) {
  Session* session = find(row);
  if (session == nullptr) {
    if (sessions_.size() < most_sessions) {
      session = &sessions_.emplace_back(manner_);
    } else {
      session = &*std::ranges::min_element(sessions_, {}, &Session::used);
      ++given_up_;
    }
    current_ = static_cast<std::size_t>(session - sessions_.data());
    const std::optional<Field> field = plan_.transcript->session;
    session->id = field ? row[*field] : std::string_view{};
    begin(*session);
  }
  session->used = ++clock_;
  return *session;
}

void Transcripts::begin(Session& session) {
  session.dialogue.forget();
  session.context.clear();
  session.fresh = true;
  session.inbound = session.decided = session.delivered = false;
}

void Transcripts::remember(Session& session, const Row& row) {
  for (const Field field : plan_.transcript->context) {
    if (row[field].empty()) continue;
    const std::string_view value = row[field].substr(0, longest_value);
    const auto known =
        std::ranges::find(session.context, field, &std::pair<Field, std::string>::first);
    if (known != session.context.end()) {
      known->second = value;
    } else {
      session.context.emplace_back(field, value);
    }
  }
}

void Transcripts::add_context(Row& row, Events& events) {
  const Session* const session = find(row);
  if (session == nullptr) return;
  for (const auto& [field, value] : session->context) {
    if (!row.has(field)) row.set(field, events.keep(value));
  }
}

void Transcripts::read(SmtpStep step, const Row& row, const LinePlace& place, Events& events) {
  Session& session = session_of(row);
  const std::string_view text = row[Field::text];
  if (step == SmtpStep::open) {
    closed(session, place, events);
    const std::string id = std::move(session.id);
    begin(session);
    session.id = id;
  }
  remember(session, row);
  if (step == SmtpStep::sent) {
    sent(session, text);
  } else if (step == SmtpStep::received) {
    received(session, text, place, events);
  } else if (step == SmtpStep::closed) {
    closed(session, place, events);
    const std::string id = std::move(session.id);
    begin(session);
    session.id = id;
  }
}

// Who speaks first is the server: arrows always show our own direction.
void Transcripts::sent(Session& session, std::string_view text) {
  if (session.fresh) session.inbound = begins_with_code(text);
  session.fresh = false;
  if (session.inbound) return;
  const bool begins = text.size() >= 10 && (text.starts_with("MAIL ") || text.starts_with("mail "));
  if (begins) session.decided = false;
  session.dialogue.sent(text.substr(0, longest_command));
}

void Transcripts::received(Session& session, std::string_view text, const LinePlace& place,
                           Events& events) {
  if (session.inbound) return;
  if (session.fresh) {
    if (!begins_with_code(text)) {  // a client's command: we are the server
      session.inbound = true;
      return;
    }
    session.dialogue.open();
  }
  session.fresh = false;
  parse::Answer answer;
  if (!session.dialogue.received(text, answer) || !answer.decides || session.decided) return;
  if (!answer.positive()) {
    refused(session, answer, place, events);
  } else if (answer.stage == Stage::end_of_data) {
    delivered(session, answer, place, events);
  }
}

void Transcripts::closed(Session& session, const LinePlace& place, Events& events) {
  parse::Answer waiting;
  const bool waits = !session.inbound && session.dialogue.closed(waiting);
  if (waits && waiting.decides && !session.decided) refused(session, waiting, place, events);
}

void Transcripts::delivered(Session& session, const parse::Answer& answer, const LinePlace& place,
                            Events& events) {
  const parse::Dialogue& dialogue = session.dialogue;
  for (std::size_t i = 0; i < dialogue.recipients(); ++i) {
    const bool his =
        dialogue.concerns(answer, i) && dialogue.fate(i) == parse::Dialogue::Fate::accepted;
    if (his) tell(session, answer, dialogue.recipient(i), Outcome::delivered, place, events);
  }
  session.delivered = true;
}

// 5xx is for good (RFC 5321 section 4.2.1); in place of a greeting it speaks of the connection.
Outcome Transcripts::outcome_of(const parse::Answer& answer) const noexcept {
  if (answer.code / 100 != 5) return Outcome::deferred;
  return answer.stage == Stage::banner ? plan_.transcript->banner : Outcome::bounced;
}

void Transcripts::refused(Session& session, const parse::Answer& answer, const LinePlace& place,
                          Events& events) {
  const parse::Dialogue& dialogue = session.dialogue;
  const Outcome outcome = outcome_of(answer);
  const std::size_t before = events.size();
  for (std::size_t i = 0; i < dialogue.recipients(); ++i) {
    if (!dialogue.concerns(answer, i)) continue;
    tell(session, answer, dialogue.recipient(i), outcome, place, events);
  }
  const bool of_one = answer.recipient != parse::Answer::everybody;
  if (events.size() == before && !of_one) tell(session, answer, {}, outcome, place, events);
  session.decided = !of_one;
}

void Transcripts::tell(Session& session, const parse::Answer& answer, std::string_view recipient,
                       Outcome outcome, const LinePlace& place, Events& events) {
  Row row;
  for (const auto& [field, value] : session.context) row.set(field, events.keep(value));
  if (!session.dialogue.sender().empty()) {
    row.set(Field::sender, events.keep(session.dialogue.sender()));
  }
  if (!recipient.empty()) row.set(Field::recipient, events.keep(recipient));
  if (!answer.reply.empty()) row.set(Field::reply, events.keep(answer.reply));
  Facts facts;
  facts.kind = row.has(Field::recipient) ? EventKind::attempt : EventKind::session;
  facts.outcome = outcome;
  facts.contacted = Contacted::yes;
  if (outcome != Outcome::delivered) facts.stage = answer.stage;
  if (answer.code == 0 && outcome != Outcome::delivered) {
    facts.error_source = ErrorSource::network;
    facts.error_class = ErrorClass::connection_lost;
  }
  Event& event = events.add();
  fill(row, facts, plan_, event, events);
  event.time = place.time;
  event.line = place.number;
  event.reused = session.delivered;
}

}  // namespace curfew::definition
