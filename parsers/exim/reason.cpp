#include "exim/reason.h"

#include "exim/known_reason.h"
#include "parse/reply.h"

namespace curfew::exim {
namespace {

using text::Cursor;

struct StageName {
  std::string_view name;
  Stage stage;
};

// smtp.c: what Exim was doing, or the command it had sent, when the reply came.
constexpr StageName stage_names[] = {
    {"initial connection", Stage::banner},
    {"RCPT TO:", Stage::rcpt_to},
    {"MAIL FROM:", Stage::mail_from},
    {"end of data", Stage::end_of_data},
    {"DATA", Stage::data},
    {"EHLO ", Stage::ehlo},
    {"HELO ", Stage::ehlo},
    {"LHLO ", Stage::ehlo},
    {"STARTTLS", Stage::starttls},
    {"AUTH ", Stage::auth},
    {"BDAT ", Stage::data},
    {"sending data block", Stage::data},
    {"QUIT", Stage::quit},
};

// "pipelined RCPT TO:<a@b> NOTIFY=NEVER" as far as the address; what follows is ended by ": ".
Stage read_stage(Cursor& cursor, std::string_view& recipient) noexcept {
  cursor.skip("pipelined ");
  for (const StageName& one : stage_names) {
    if (!cursor.skip(one.name)) continue;
    std::string_view address;
    if (one.name.ends_with(':')) read_angle(cursor, address);
    if (one.stage == Stage::rcpt_to) recipient = address;
    return one.stage;
  }
  return Stage::unknown;
}

// The rest of the stage up to ": ", with which the remote's words begin.
void skip_to_words(Cursor& cursor) noexcept {
  std::string_view stage;
  if (!cursor.take_until(": ", stage)) cursor.advance(cursor.rest().size());
}

// "host mx.example.net [192.0.2.7]: " before the reply, up to Exim 4.84. A reply itself begins with
// its code.
void read_old_host(Cursor& cursor, Host& host) noexcept {
  Cursor ahead = cursor;
  if (!ahead.skip("host ")) return;
  const Host found = read_host(ahead);
  if (found.ip.empty() || !ahead.skip(": ")) return;
  host = found;
  cursor = ahead;
}

// "SMTP error from remote mail server after MAIL FROM:<a@b>: 451 4.1.8 text"
bool read_reply_reason(std::string_view text, Reason& reason) noexcept {
  Cursor cursor(text);
  const bool lmtp = cursor.skip("LMTP ");
  const bool prdr = !lmtp && cursor.skip("PRDR ");
  if (!lmtp && !prdr && !cursor.skip("SMTP ")) return false;
  if (!cursor.skip("error ")) return false;
  cursor.skip("from remote mail server ");
  if (!cursor.skip("after ")) return false;
  if (lmtp) reason.remote_kind = RemoteKind::lmtp;
  reason.stage = read_stage(cursor, reason.recipient);
  // One reply for each recipient, after the message itself was sent.
  if ((lmtp || prdr) && reason.stage == Stage::data) reason.stage = Stage::end_of_data;
  skip_to_words(cursor);
  read_old_host(cursor, reason.host);
  reason.reply = cursor.rest();
  reason.source = ErrorSource::remote;
  reason.error = ErrorClass::none;
  return true;
}

// "SMTP timeout after end of data (442 bytes written)", up to 4.84 "SMTP timeout while connected to
// mx.example.net [192.0.2.7] after ..."
bool read_timeout(std::string_view text, Reason& reason) noexcept {
  Cursor cursor(text);
  const bool lmtp = cursor.skip("LMTP timeout ");
  if (!lmtp && !cursor.skip("SMTP timeout ")) return false;
  if (cursor.skip("while connected to ")) {
    reason.host = read_host(cursor);
    cursor.skip(' ');
  }
  if (!cursor.skip("after ")) return false;
  if (lmtp) reason.remote_kind = RemoteKind::lmtp;
  reason.stage = read_stage(cursor, reason.recipient);
  reason.source = ErrorSource::network;
  reason.error = ErrorClass::timeout;
  return true;
}

// "Remote host closed connection in response to EHLO name", up to 4.84 "Remote host mx.example.net
// [192.0.2.7] closed ..."
bool read_closed(std::string_view text, Reason& reason) noexcept {
  Cursor cursor(text);
  if (!cursor.skip("Remote host ")) return false;
  if (!cursor.rest().starts_with("closed ")) {
    reason.host = read_host(cursor);
    cursor.skip(' ');
  }
  if (!cursor.skip("closed connection")) return false;
  if (cursor.skip(" in response to ")) reason.stage = read_stage(cursor, reason.recipient);
  reason.source = ErrorSource::network;
  reason.error = ErrorClass::connection_lost;
  return true;
}

// "Malformed SMTP reply (an empty line) in response to DATA", up to 4.84 "Malformed SMTP reply from
// mx.example.net [192.0.2.7] in ..."
bool read_malformed(std::string_view text, Reason& reason) noexcept {
  Cursor cursor(text);
  if (!cursor.skip("Malformed SMTP reply") && !cursor.skip("Malformed LMTP reply")) return false;
  cursor.skip(" (an empty line)");
  if (cursor.skip(" from ")) reason.host = read_host(cursor);
  if (!cursor.skip(" in response to ")) return false;
  reason.stage = read_stage(cursor, reason.recipient);
  reason.source = ErrorSource::remote;
  reason.error = ErrorClass::malformed_reply;
  return true;
}

bool read_dialogue(std::string_view text, Reason& reason) noexcept {
  constexpr std::string_view first = "SLPRM";
  if (text.empty() || first.find(text.front()) == first.npos) return false;
  return read_reply_reason(text, reason) || read_timeout(text, reason) ||
         read_closed(text, reason) || read_malformed(text, reason);
}

// "a TLS session is required for mx.example.net [192.0.2.7], but ..." and its like, up to 4.84.
void read_named_host(std::string_view text, const KnownReason& known, Reason& reason) noexcept {
  if (!known.host_follows) return;
  Cursor cursor(text.substr(known.begins.size()));
  const Host host = read_host(cursor);
  if (!host.ip.empty()) reason.host = host;
}

}  // namespace

bool is_connect_error(std::string_view text) noexcept {
  const KnownReason* const known = find_system_error(text);
  return known != nullptr && known->begins.size() == text.size();
}

std::string_view without_host(std::string_view text) noexcept {
  Cursor cursor(text);
  if (read_host(cursor).ip.empty()) return text;
  if (cursor.at_end()) return {};
  return cursor.skip(": ") ? cursor.rest() : text;
}

Reason read_reason(std::string_view text) noexcept {
  Reason reason;
  reason.text = text;
  if (read_dialogue(text, reason)) return reason;
  const KnownReason* known = find_system_error(text);
  if (known != nullptr && text.size() > known->begins.size() + 2) {
    // "Connection timed out: SMTP timeout after ...": the second half says more. " : " in a
    // failure.
    Reason rest;
    rest.text = text.substr(known->begins.size() + 2);
    while (rest.text.starts_with(' ')) rest.text.remove_prefix(1);
    if (read_dialogue(rest.text, rest)) return rest;
    if (known->error == ErrorClass::local_error) known = nullptr;
  }
  if (known == nullptr) known = find_known_reason(text);
  if (known == nullptr) return reason;
  reason.stage = known->stage;
  reason.source = known->source;
  reason.error = known->error;
  reason.contacted = known->contacted;
  reason.outcome = known->outcome;
  reason.remote_kind = known->remote_kind;
  read_named_host(text, *known, reason);
  return reason;
}

void set_reason(const Reason& reason, Event& event, Events& events) {
  if (!reason.host.ip.empty()) set_remote(reason.host, event, events);
  event.stage = reason.stage;
  event.error_source = reason.source;
  event.error_class = reason.error;
  if (reason.reply.empty()) {
    event.reply.text = reason.text;
  } else {
    event.reply = parse::read_reply(reason.reply, "\\n", events);
  }
  if (reason.remote_kind != RemoteKind::unknown) event.remote_kind = reason.remote_kind;
  event.contacted = reason.contacted;
  if (event.contacted != Contacted::unknown) return;
  const bool dialogue =
      reason.source == ErrorSource::remote || reason.source == ErrorSource::network;
  event.contacted = !event.remote_ip.empty() || dialogue ? Contacted::yes : Contacted::no;
}

}  // namespace curfew::exim
