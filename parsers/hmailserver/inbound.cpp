#include "hmailserver/inbound.h"

#include "hmailserver/text.h"
#include "parse/reject_reason.h"
#include "text/cursor.h"

namespace curfew::hmailserver {
namespace {

// "Severity: 3 (Medium), Code: HM4208, Source: X::Y, Description: text"
Severity severity_of(std::string_view text) noexcept {
  return text.find("(Critical)") < 32 ? Severity::fatal : Severity::error;
}

}  // namespace

bool read_inbound(const Record& record, Event& event, Events& events) {
  text::Cursor cursor(record.text);
  if (record.type == RecordType::error) {
    event.kind = EventKind::notice;
    event.severity = severity_of(record.text);
    event.reply.text = keep_utf8(record.text, events);
    event.program = "hmailserver";
    return true;
  }
  if (record.type != RecordType::smtpd || !cursor.skip("SENT: ")) return false;
  if (!cursor.take_number(event.reply.code) || !cursor.skip(' ')) return false;
  if (event.reply.code < 400 || event.reply.code > 599) return false;
  event.kind = EventKind::rejection;
  event.action = InboundAction::rejected;
  event.outcome = event.reply.code < 500 ? Outcome::deferred : Outcome::bounced;
  std::string_view words = cursor.rest();
  event.reply.enhanced = take_enhanced_code(words);
  event.reply.text = keep_utf8(words, events);
  event.reject_reason = parse::reject_reason(event.reply.text, Stage::unknown);
  event.client_ip = record.peer;
  event.session_id = keep_number(record.session, events);
  event.program = "smtpd";
  return true;
}

}  // namespace curfew::hmailserver
