#include "postfix/inbound.h"

#include <algorithm>

#include "parse/reject_reason.h"
#include "postfix/peer.h"
#include "postfix/queue_id.h"
#include "postfix/status_line.h"
#include "text/cursor.h"

namespace curfew::postfix {
namespace {

using text::Cursor;

struct Action {
  std::string_view word;
  InboundAction action;
};

// smtpd_check.c (log_whatsup, check_table_result), smtpd.c, smtpd_proxy.c, cleanup_message.c,
// cleanup_milter.c, postscreen_smtpd.c. The others (filter, prepend, warn ...) let the mail pass
// without a remark on it.
constexpr Action actions[] = {
    {"reject: ", InboundAction::rejected},          {"milter-reject: ", InboundAction::rejected},
    {"reject_warning: ", InboundAction::warned},    {"hold: ", InboundAction::held},
    {"milter-hold: ", InboundAction::held},         {"discard: ", InboundAction::discarded},
    {"milter-discard: ", InboundAction::discarded}, {"proxy-reject: ", InboundAction::rejected},
    {"hangup: ", InboundAction::rejected},          {"quarantine: ", InboundAction::held},
};

struct Step {
  std::string_view word;
  Stage stage;
};

constexpr Step steps[] = {
    {"CONNECT", Stage::connect},
    {"connect", Stage::connect},
    {"HELO", Stage::ehlo},
    {"EHLO", Stage::ehlo},
    {"STARTTLS", Stage::starttls},
    {"AUTH", Stage::auth},
    {"MAIL", Stage::mail_from},
    {"RCPT", Stage::rcpt_to},
    {"DATA", Stage::data},
    {"BDAT", Stage::data},
    {"END-OF-MESSAGE", Stage::end_of_data},
};

Stage stage_named(std::string_view word) noexcept {
  for (const Step& step : steps) {
    if (word == step.word) return step.stage;
  }
  return Stage::unknown;
}

// "<a@example.net>" behind "from=" or "to="; what is between stays as it is.
std::string_view attribute(std::string_view attributes, std::string_view name) noexcept {
  const std::size_t at = attributes.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view value = attributes.substr(at + name.size());
  const std::size_t end = value.find('>');
  return end == std::string_view::npos ? std::string_view{} : value.substr(0, end);
}

void set_parties(std::string_view attributes, Event& event) {
  const std::size_t from = attributes.find("from=<");
  if (from != std::string_view::npos) {
    const std::string_view sender = attribute(attributes, "from=<");
    event.sender = sender.empty() ? std::string_view("<>") : sender;
  }
  event.recipient = attribute(attributes, "to=<");
}

void set_client(Cursor& cursor, Event& event) noexcept {
  Peer peer;
  if (cursor.peek() == '[') {  // postscreen: "[192.0.2.7]:4711"
    cursor.skip('[');
    if (!cursor.take_until(']', event.client_ip)) return;
    Cursor ahead = cursor;
    if (ahead.skip(':') && ahead.take_number(peer.port)) cursor = ahead;
  } else if (read_peer(cursor, peer)) {
    event.client_host = peer.host == "unknown" ? std::string_view{} : peer.host;
    event.client_ip = peer.ip;
  }
}

bool is_code(std::string_view text) noexcept {
  return text.size() >= 4 && text[0] >= '2' && text[0] <= '5' && text::is_digit(text[1]) &&
         text::is_digit(text[2]) && text[3] == ' ';
}

// "450 4.1.8 <x@example.net>: Sender address rejected: Domain not found"
void set_reply(std::string_view text, Event& event) noexcept {
  if (is_code(text)) {
    event.reply.code =
        static_cast<std::uint16_t>((text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0'));
    text.remove_prefix(4);
  }
  event.reply.enhanced = take_enhanced_code(text);
  event.reply.text = text;
}

// For now or for good: by the reply's code; a milter's words, and those of header checks, may have
// the enhanced code alone.
void set_outcome(Event& event) noexcept {
  if (event.action != InboundAction::rejected) return;
  const bool for_now =
      event.reply.code != 0 ? event.reply.code < 500 : event.reply.enhanced.status == 4;
  event.outcome = for_now ? Outcome::deferred : Outcome::bounced;
}

// Behind the action of a rule of cleanup's: "header Subject: x from mail[192.0.2.7]; from=<...>
// to=<...> proto=... helo=<...>: the rule's words". A header may be anything; its name will do.
bool read_checked(Cursor cursor, Event& event, Events& events) {
  std::string_view part = cursor.take_word();
  if (part != "header" && part != "body" && part != "mime") return false;
  const std::string_view rest = cursor.rest();
  const std::size_t colon = rest.find(':');
  std::string what(part);
  if (part == "header" && colon != std::string_view::npos) what += rest.substr(0, colon);
  const std::size_t attributes = rest.rfind("; from=<");
  if (attributes != std::string_view::npos) {
    set_parties(rest.substr(attributes), event);
    const std::size_t from = rest.rfind(" from ", attributes);
    if (from != std::string_view::npos) {
      Cursor client(rest.substr(from + 6));
      set_client(client, event);
    }
    const std::size_t words = rest.find(">: ", rest.find("helo=<", attributes));
    if (words != std::string_view::npos) {
      std::string_view own = rest.substr(words + 3);
      event.reply.enhanced = take_enhanced_code(own);
      what += ": ";
      what += own;
    }
  }
  event.stage = Stage::end_of_data;
  event.reply.text = events.keep(what);
  event.reject_reason = RejectReason::content;
  return true;
}

// Behind the action: "RCPT from mail.example.org[192.0.2.7]: 554 5.7.1 ...; from=<...> ..."
bool read_dialogue(Cursor cursor, Event& event) {
  const std::string_view step = cursor.take_word();
  std::string_view between;
  if (step == "END-OF-MESSAGE:" && cursor.skip(' ')) {  // proxy-reject names no client
    event.stage = Stage::end_of_data;
  } else {
    if (!cursor.take_until(" from ", between) || between.size() > 16) return false;
    event.stage = between.empty() ? stage_named(step) : Stage::end_of_data;  // "DATA content"
    set_client(cursor, event);
    if (!cursor.skip(": ")) return false;
  }
  std::string_view text = cursor.rest();
  std::size_t end = text.rfind("; from=<");
  if (end == std::string_view::npos) end = text.rfind("; proto=");
  if (end != std::string_view::npos) {
    set_parties(text.substr(end), event);
    text = text.substr(0, end);
  }
  set_reply(text, event);
  event.reject_reason = parse::reject_reason(event.reply.text, event.stage);
  // What a milter of Rspamd says where it greylists; Postfix's own words for a milter that fails
  // are "Service unavailable - try again later".
  const bool for_now = event.reply.code / 100 == 4 || event.reply.enhanced.status == 4;
  if (for_now && event.reply.text.starts_with("Try again later")) {
    event.reject_reason = RejectReason::greylisted;
  }
  return true;
}

bool read_action(std::string_view words, Event& event, Events& events) {
  for (const Action& one : actions) {
    Cursor cursor(words);
    if (!cursor.skip(one.word)) continue;
    event.action = one.action;
    return read_checked(cursor, event, events) || read_dialogue(cursor, event);
  }
  Cursor cursor(words);  // a header check's WARN
  if (!cursor.skip("warning: ")) return false;
  event.action = InboundAction::warned;
  return read_checked(cursor, event, events);
}

struct Grade {
  std::string_view word;
  Severity severity;
};

constexpr Grade grades[] = {{"warning: ", Severity::warning},
                            {"error: ", Severity::error},
                            {"fatal: ", Severity::fatal},
                            {"panic: ", Severity::panic}};

// "warning: 3F2A1: text", "fatal: text". msg_syslog.c
bool read_grade(std::string_view body, Event& event) noexcept {
  for (const Grade& grade : grades) {
    if (!body.starts_with(grade.word)) continue;
    body.remove_prefix(grade.word.size());
    event.severity = grade.severity;
    std::string_view words = body;
    const std::string_view id = take_queue_id(words);
    if (is_queue_id(id)) {
      event.queue_id = id;
      body = words;
    }
    event.reply.text = body;
    return true;
  }
  return false;
}

// "unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=anna".
// smtpd_sasl_glue.c
void read_failed_login(std::string_view text, Event& event) noexcept {
  Cursor cursor(text);
  Event client;
  set_client(cursor, client);
  if (client.client_ip.empty() || !cursor.skip(": SASL ")) return;
  cursor.take_word();
  if (!cursor.rest().starts_with(" authentication failed")) return;
  event.client_host = client.client_host;
  event.client_ip = client.client_ip;
  event.stage = Stage::auth;
  event.reject_reason = RejectReason::auth;
}

// "Anonymous TLS connection established from mx.example.org[192.0.2.7]: TLSv1.3 with cipher ...".
// One that is used again was counted when it was new. tls_client.c, tls_server.c
bool read_tls(std::string_view body, Event& event, Events& events) {
  Cursor cursor(body);
  const std::string_view trust = cursor.take_word();
  constexpr std::string_view words[] = {"Anonymous", "Untrusted", "Trusted", "Verified"};
  if (std::ranges::find(words, trust) == std::end(words)) return false;
  if (!cursor.skip(" TLS connection established ")) return false;
  const bool from_client = cursor.skip("from ");
  Peer peer;
  std::string_view name;  // "to mx.example.org"
  if ((!from_client && !cursor.skip("to ")) || !read_peer(cursor, peer)) return false;
  if (!cursor.take_until(": ", name)) return false;
  event.tls = cursor.take_word();
  if (from_client) {
    event.client_host = peer.host == "unknown" ? std::string_view{} : peer.host;
    event.client_ip = peer.ip;
  } else {
    set_remote(peer, Program::mail, event, events);
  }
  return true;
}

// What postscreen(8) finds out, and smtpd(8)'s clients. postscreen.c, postscreen_early.c, smtpd.c
constexpr std::string_view openings[] = {"connect from ",
                                         "PASS NEW ",
                                         "PASS OLD ",
                                         "ALLOWLISTED ",
                                         "WHITELISTED ",
                                         "DENYLISTED ",
                                         "BLACKLISTED ",
                                         "PREGREET ",
                                         "DNSBL ",
                                         "HANGUP ",
                                         "BARE NEWLINE ",
                                         "COMMAND PIPELINING ",
                                         "COMMAND TIME LIMIT ",
                                         "COMMAND LENGTH LIMIT ",
                                         "COMMAND COUNT LIMIT ",
                                         "NON-SMTP COMMAND "};

bool read_connection(std::string_view program, std::string_view body, Event& event,
                     Events& events) {
  event.kind = EventKind::connection;
  if (read_tls(body, event, events)) return true;
  if (program != "postscreen" && program != "smtpd") return false;
  for (const std::string_view opening : openings) {
    if (!body.starts_with(opening)) continue;
    event.reply.text = opening.substr(0, opening.size() - 1);
    if (program == "smtpd") {
      if (opening != openings[0]) return false;
      event.reply.text = "connect";
    }
    Cursor cursor(body.substr(opening.size()));
    if (program == "postscreen" && cursor.peek() != '[') {  // "rank 3 for ", "11 after 0.2 from "
      const std::size_t open = cursor.rest().find('[');
      cursor.advance(std::min(open, cursor.rest().size()));
    }
    set_client(cursor, event);
    return true;
  }
  return false;
}

// "client=..., sasl_method=PLAIN, sasl_username=anna, sasl_sender=...". smtpd.c
std::string_view login_of(std::string_view words) noexcept {
  constexpr std::string_view key = "sasl_username=";
  const std::size_t at = words.find(", sasl_method=");
  if (at == std::string_view::npos) return {};
  words.remove_prefix(at);
  const std::size_t begin = words.find(key);
  if (begin == std::string_view::npos) return {};
  words.remove_prefix(begin + key.size());
  for (const std::string_view next : {", sasl_sender=", ", orig_queue_id=", ", orig_client="}) {
    words = words.substr(0, words.find(next));
  }
  return words;
}

}  // namespace

void add_particulars(std::string_view body, Event& event) {
  take_queue_id(body);
  if (event.kind == EventKind::message && body.starts_with("client=")) {
    event.login = login_of(body);
  } else if (event.kind == EventKind::attempt && event.outcome == Outcome::delivered) {
    StatusLine line;
    if (read_status_line(body, false, line)) event.delays = line.delays;
  }
}

bool read_inbound(std::string_view program, std::string_view body, Events& events) {
  Event event;
  event.program = program;
  if (read_grade(body, event)) {
    event.kind = EventKind::notice;
    read_failed_login(event.reply.text, event);
  } else {
    std::string_view words = body;
    const std::string_view id = take_queue_id(words);
    if (id != "NOQUEUE" && id != "reject") event.queue_id = id;
    if (read_action(id == "reject" ? body : words, event, events)) {
      set_outcome(event);
      event.kind = EventKind::rejection;
    } else {
      event = Event{};
      event.program = program;
      if (!read_connection(program, body, event, events)) return false;
    }
  }
  events.add() = event;
  return true;
}

void explain_end(std::string_view program, std::string_view body, Event& event, Events& events) {
  Event why;
  if (read_grade(body, why)) {
    event.severity = why.severity;
  } else {
    take_queue_id(body);
    if (!read_action(body, why, events)) return;
    event.action = why.action;
    event.reject_reason = why.reject_reason;
    event.client_host = why.client_host;
    event.client_ip = why.client_ip;
    event.sender = why.sender;
    event.recipient = why.recipient;
    event.stage = why.stage;
    set_outcome(why);
    event.outcome = why.outcome;
  }
  event.program = program.empty() ? "cleanup" : program;  // which alone ends messages so
  event.reply = why.reply;
}

}  // namespace curfew::postfix
