#include "exim/inbound.h"

#include <algorithm>

#include "exim/addresses.h"
#include "exim/field.h"
#include "parse/reject_reason.h"

namespace curfew::exim {
namespace {

using text::Cursor;

struct Step {
  std::string_view word;
  Stage stage;
};

// What follows "rejected ". smtp_in.c (smtp_handle_acl_fail), receive.c, acl.c
constexpr Step steps[] = {
    {"RCPT", Stage::rcpt_to},
    {"MAIL", Stage::mail_from},
    {"connection", Stage::connect},
    {"EHLO", Stage::ehlo},
    {"HELO", Stage::ehlo},
    {"AUTH", Stage::auth},
    {"STARTTLS", Stage::starttls},
    {"DATA", Stage::data},
    {"PRDR", Stage::end_of_data},
    {"after DATA", Stage::end_of_data},
    {"during MIME", Stage::end_of_data},
    {"by non-SMTP", Stage::end_of_data},
    {"by local_scan", Stage::end_of_data},
};

struct Grade {
  std::string_view begins;
  Severity severity;
};

// Texts that go to the panic log too, or that an administrator has to act on. acl.c, exim.c,
// daemon.c, deliver.c, spool_in.c, tls.c, moan.c
constexpr Grade grades[] = {
    {"\"discard\" verb not allowed in ", Severity::error},
    {"\"drop\" verb not allowed in ", Severity::error},
    {"ALERT: ", Severity::warning},
    {"Child mail process ", Severity::warning},
    {"DANE error: ", Severity::warning},
    {"DKIM: message could not be signed", Severity::error},
    {"DKIM: signing failed", Severity::error},
    {"Error in system filter", Severity::error},
    {"Exim configuration error", Severity::error},
    {"Failed to ", Severity::error},
    {"Error reading spool file ", Severity::error},
    {"Format error in spool file ", Severity::error},
    {"IPv6 socket creation failed", Severity::error},
    {"OCSP dates invalid", Severity::warning},
    {"SSL verify error: ", Severity::warning},
    {"Spool error for ", Severity::error},
    {"Spool error: no recipients for ", Severity::error},
    {"TLS error ", Severity::warning},
    {"Tainted ", Severity::error},
    {"WARNING: ", Severity::warning},
    {"Warning: ", Severity::warning},
    {"attempt to use tainted ", Severity::error},
    {"bounce_message_file ", Severity::error},
    {"could not ", Severity::error},
    {"event_action ", Severity::error},
    {"exec of ", Severity::error},
    {"exim user lost privilege", Severity::error},
    {"failed to ", Severity::error},
    {"fork of ", Severity::error},
    {"internal scanner error ", Severity::warning},
    {"malware acl condition: ", Severity::error},
    {"queue run: ", Severity::error},
    {"re-exec of exim ", Severity::error},
    {"routing loop for ", Severity::error},
    {"setgid ", Severity::error},
    {"socket bind() ", Severity::error},
    {"spam acl condition: ", Severity::error},
    {"spool directory space check ", Severity::error},
    {"tainted ", Severity::error},
    {"unable to ", Severity::error},
};

// The client as "name [ip]", "name (helo) [ip]", "(helo) [ip]" or "[ip]". A name in parentheses is
// only what the client said of itself.
void set_client(Cursor& cursor, Event& event) noexcept {
  const Host host = read_host(cursor);
  if (!host.name.starts_with('(') && !host.ip.empty()) event.client_host = host.name;
  event.client_ip = host.ip;
}

// Takes what stands up to and with " F=<a@example.net>"; a quoted local part may hold anything.
void take_sender(Cursor& cursor, Event& event) noexcept {
  Cursor ahead = cursor;
  std::string_view fields;
  std::string_view sender;
  if (ahead.rest().starts_with("F=<")) {
    ahead.skip("F=");
  } else if (!ahead.take_until(" F=", fields)) {
    return;
  }
  if (!read_angle(ahead, sender)) return;
  event.sender = sender.empty() ? std::string_view("<>") : sender;
  cursor = ahead;
}

// "F=a@example.net H=mail (helo) [192.0.2.7] P=smtp rejected by local_scan(): text". receive.c
void take_bare_sender(Cursor& cursor, Event& event) noexcept {
  Cursor ahead = cursor;
  if (!ahead.skip("F=") || ahead.peek() == '<') return;
  const std::string_view sender = ahead.take_word();
  event.sender = sender.empty() ? std::string_view("<>") : sender;
  cursor = ahead;
}

// "RCPT <a@example.net>: text", "connection in \"connect\" ACL: text", "after DATA: text"
void set_verdict(std::string_view what, Event& event) noexcept {
  for (const Step& step : steps) {
    if (what.starts_with(step.word)) {
      event.stage = step.stage;
      break;
    }
  }
  std::size_t end = what.find(": ");
  if (event.stage == Stage::rcpt_to && what.starts_with("RCPT <")) {
    const std::size_t close = what.find('>');
    event.recipient = what.substr(6, close == std::string_view::npos ? close : close - 6);
    if (close != std::string_view::npos) end = what.find(": ", close);
  }
  if (what.starts_with("MAIL FROM:<")) {
    Cursor cursor(what.substr(10));
    if (read_angle(cursor, event.sender) && event.sender.empty()) event.sender = "<>";
  }
  // Without words of its own it is told by what was rejected.
  event.reply.text =
      end == std::string_view::npos ? what.substr(0, what.find(" <")) : what.substr(end + 2);
}

// Behind the client: " F=<...> temporarily rejected RCPT <...>: text", " Warning: text"
bool read_behind_client(Cursor cursor, Event& event) {
  take_bare_sender(cursor, event);
  take_sender(cursor, event);
  if (event.client_ip.empty() && cursor.skip(" H=")) set_client(cursor, event);
  const std::string_view rest = cursor.rest();
  constexpr std::string_view rejected = " rejected ";
  constexpr std::string_view warning = " Warning: ";
  const std::size_t warned = rest.find(warning);
  const std::size_t at = rest.find(rejected);
  if (warned < at) {
    event.action = InboundAction::warned;
    event.reply.text = rest.substr(warned + warning.size());
    return true;
  }
  if (at != std::string_view::npos) {
    event.outcome =
        rest.substr(0, at).ends_with("temporarily") ? Outcome::deferred : Outcome::bounced;
    event.action = InboundAction::rejected;
    set_verdict(rest.substr(at + rejected.size()), event);
    return true;
  }
  const std::size_t discarded = rest.find(" discarded by ");
  if (discarded == std::string_view::npos) return false;
  event.action = InboundAction::discarded;
  event.reply.text = rest.substr(discarded + 1);
  return true;
}

// "rejected MAIL FROM:<a@example.net> H=mail [192.0.2.7]: text", "rejected EHLO from [192.0.2.7]:
// text", "rejected by local_scan(): text"
bool read_verdict_first(std::string_view body, Event& event) {
  Cursor cursor(body);
  event.outcome = cursor.skip("temporarily ") ? Outcome::deferred : Outcome::bounced;
  if (!cursor.skip("rejected ")) return false;
  event.action = InboundAction::rejected;
  const std::string_view what = cursor.rest();
  set_verdict(what, event);
  std::string_view before;
  const bool named = cursor.take_until(" H=", before);
  if (!named && !cursor.take_until(" from ", before)) return true;
  set_client(cursor, event);
  if (cursor.skip(": ")) event.reply.text = cursor.rest();
  return true;
}

// Those that stand alone, with the client behind "from ". smtp_in.c, daemon.c
constexpr std::string_view other_openings[] = {
    "SMTP call from ",
    "SMTP protocol ",
    "Connection from ",
    "connection from ",
    "refused connection from ",
    "temporarily refused connection from ",
    "unqualified recipient rejected: ",
    "unqualified sender rejected: ",
    "too many recipients: ",
};

bool says_refusal(std::string_view body) noexcept {
  constexpr std::string_view words[] = {"rejected", "refused", "dropped"};
  return std::ranges::any_of(
      words, [&](std::string_view word) { return body.find(word) != std::string_view::npos; });
}

bool read_other(std::string_view body, Event& event) {
  const bool known = std::ranges::any_of(
      other_openings, [&](std::string_view one) { return body.starts_with(one); });
  if (!known || !says_refusal(body)) return false;
  event.action = InboundAction::rejected;
  event.outcome = body.starts_with("temporarily") ? Outcome::deferred : Outcome::bounced;
  const bool of_connection = body.find("onnection from ") < 24;
  event.stage = of_connection ? Stage::connect : Stage::unknown;
  event.reply.text = body;
  Cursor cursor(body);
  std::string_view before;
  if (!cursor.take_until(" H=", before) && !cursor.take_until("from ", before)) return true;
  set_client(cursor, event);
  cursor.skip(' ');
  const std::string_view why = cursor.rest();
  if (why.starts_with("dropped") || why.starts_with("refused")) event.reply.text = why;
  return true;
}

bool read_rejection(std::string_view body, Event& event) {
  Cursor cursor(body);
  bool read = false;
  if (cursor.skip("H=")) {
    set_client(cursor, event);
    read = read_behind_client(cursor, event);
  } else if (body.starts_with("F=") || body.starts_with("U=")) {
    read = read_behind_client(cursor, event);
  } else {
    read = read_verdict_first(body, event) || read_other(body, event);
  }
  if (read) event.reject_reason = parse::reject_reason(event.reply.text, event.stage);
  return read;
}

// "plain_server authenticator failed for mail (helo) [192.0.2.7]:4711: 535 Incorrect authentication
// data (set_id=anna)"
bool read_failed_login(std::string_view body, Event& event) noexcept {
  constexpr std::string_view failed = " authenticator failed for ";
  const std::size_t at = body.find(failed);
  if (at >= 64) return false;
  event.stage = Stage::auth;
  event.reject_reason = RejectReason::auth;
  Cursor cursor(body.substr(at + failed.size()));
  cursor.skip("H=");
  set_client(cursor, event);
  return true;
}

bool read_notice(std::string_view body, Event& event) noexcept {
  event.reply.text = body;
  event.severity = Severity::warning;
  if (read_failed_login(body, event)) return true;
  for (const Grade& grade : grades) {
    if (!body.starts_with(grade.begins)) continue;
    event.severity = grade.severity;
    return true;
  }
  return false;
}

}  // namespace

bool read_inbound(std::string_view body, const Context& context, Events& events) {
  Event& event = begin_event(context, events);
  event.program = "exim";
  if (read_rejection(body, event)) {
    event.kind = EventKind::rejection;
    return true;
  }
  events.drop_last();
  Event& other = begin_event(context, events);
  other.program = "exim";
  if (read_notice(body, other)) {
    other.kind = EventKind::notice;
    return true;
  }
  events.drop_last();
  constexpr std::string_view connected = "SMTP connection from ";
  if (!body.starts_with(connected) || !body.ends_with(')')) return false;
  Event& connection = begin_event(context, events);
  connection.program = "exim";
  connection.kind = EventKind::connection;
  connection.reply.text = "connect";
  Cursor cursor(body.substr(connected.size()));
  set_client(cursor, connection);
  if (cursor.skip(" (TCP/IP connection count = ")) return true;
  events.drop_last();
  return false;
}

void add_particulars(std::string_view body, Event& event) {
  const bool arrival = event.kind == EventKind::message && event.state == MessageState::received;
  if (body.size() < 3 || (!arrival && event.outcome != Outcome::delivered)) return;
  Cursor cursor(body.substr(3));
  std::string_view quoted;
  if (arrival) {
    read_quoted(cursor, quoted);
    cursor.take_word();
  } else {
    read_addresses(cursor);
    if (event.contacted == Contacted::yes) event.tls = "none";
  }
  // What is looked for stands before all whose text is free.
  while (cursor.skip(' ')) {
    if (arrival && (cursor.skip("S=") || cursor.skip("id=") || cursor.skip("T="))) return;
    if (cursor.skip("C=")) return;
    if (cursor.skip("DN=") || cursor.skip("SNI=")) read_quoted(cursor, quoted);
    const std::string_view word = cursor.take_word();
    if (word.starts_with("X=")) {  // "X=TLS1.3:TLS_AES_256_GCM_SHA384:256"
      event.tls = word.substr(2, word.find(':') - 2);
    } else if (arrival && word.starts_with("P=")) {  // "P=esmtp": without TLS; "P=local"
      const bool plain = word.ends_with("smtp") || word.ends_with("smtpa");
      if (plain && !event.client_ip.empty()) event.tls = "none";
    } else if (arrival && word.starts_with("A=")) {  // "A=plain:anna:anna@example.net"
      const std::size_t begin = std::min(word.find(':'), word.size() - 1) + 1;
      const std::string_view login = word.substr(begin);
      event.login = login.substr(0, login.find(':'));
    }
  }
}

}  // namespace curfew::exim
