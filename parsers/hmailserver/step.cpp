#include "hmailserver/step.h"

#include <algorithm>

#include "text/cursor.h"

namespace curfew::hmailserver {
namespace {

using text::Cursor;

struct Phrase {
  std::string_view begin;
  StepKind kind;
};

// SMTPDeliverer.cpp, ExternalDelivery.cpp, LocalDelivery.cpp: what follows "Message 17: ".
constexpr Phrase of_message[] = {
    {"Message delivery thread completed", StepKind::completed},
    {"Message could not be delivered. Scheduling it for ", StepKind::scheduled},
    {"Message could not be delivered. Greylisting? Scheduling it for ", StepKind::scheduled},
    {"Message could not be delivered. Returning error log", StepKind::returned},
    {"Message will be deleted", StepKind::deleted},
    {"Message deleted ", StepKind::deleted},
    {"Message attachments stripped", StepKind::of_no_use},
    {"Limiting to MXTriesFactored", StepKind::of_no_use},
    {"Skipping MX host ", StepKind::of_no_use},
};

// DNSResolver.cpp, TCPConnection.cpp. Up to 5.5 the first ones have type SMTPD and session 0.
constexpr Phrase of_network[] = {
    {"DNS MX lookup: ", StepKind::looking_up},
    {"DNS - MX Lookup: ", StepKind::looking_up},
    {"DNS - Query failure", StepKind::lookup_failed},
    {"DNS query failure", StepKind::lookup_failed},
};

constexpr Phrase of_session[] = {
    {"Creating session ", StepKind::creating},
    {"Pre-creating session ", StepKind::creating},
    {"TCP connection started for session ", StepKind::connected},
    {"The client has timed out. Session: ", StepKind::timed_out},
    {"Ending session ", StepKind::session_ended},
};

Step step_of(StepKind kind) noexcept {
  Step step;
  step.kind = kind;
  return step;
}

// "a@example.org to b@example.net, c@example.net. File: C:\...\{GUID}.eml"
Step read_delivering(std::string_view number, Cursor cursor) noexcept {
  Step step = step_of(StepKind::delivering);
  step.number = number;
  // Up to 5.4 the null sender is nothing at all: "from  to ".
  if (!cursor.take_until(" to ", step.sender)) return step_of(StepKind::not_understood);
  if (step.sender.empty() || step.sender == "<Empty>") step.sender = "<>";
  step.recipients = cursor.rest().substr(0, cursor.rest().rfind(". File: "));
  return step;
}

// "example.net deferred. No MX host matches ...": local policy of a fork.
Step read_policy(std::string_view number, Cursor cursor) noexcept {
  Step step = step_of(StepKind::refused_by_policy);
  step.number = number;
  step.text = cursor.rest();
  if (!cursor.take_until(" deferred", step.host)) return step_of(StepKind::not_understood);
  return step;
}

Step read_message_text(std::string_view number, Cursor cursor) noexcept {
  for (const Phrase& phrase : of_message) {
    if (!cursor.rest().starts_with(phrase.begin)) continue;
    Step step = step_of(phrase.kind);
    step.number = number;
    return step;
  }
  if (cursor.skip("Delivering message from ")) return read_delivering(number, cursor);
  if (cursor.skip("Delivery to ")) return read_policy(number, cursor);
  Step step;
  step.number = number;
  if (cursor.skip("Relaying to host ")) {
    step.kind = StepKind::relaying;
    step.host = cursor.rest().substr(0, cursor.rest().rfind('.'));
  } else if (cursor.skip("No mail servers could be found for the address ")) {
    step.kind = StepKind::no_servers;
    step.recipients = cursor.rest().substr(0, cursor.rest().rfind('.'));
  } else if (cursor.skip("The message was not delivered to ")) {
    step.kind = StepKind::not_delivered;
    step.recipients = cursor.take_word();
    if (step.recipients.ends_with('.')) step.recipients.remove_suffix(1);
  } else {
    step.kind = StepKind::not_understood;
  }
  return step;
}

// "Host name: 192.0.2.7, message: ..."; the message is Windows' own, in its language.
Step read_connect_failure(std::string_view number, Cursor cursor) noexcept {
  Step step = step_of(StepKind::connect_failed);
  step.number = number;
  step.text = cursor.rest();
  std::string_view host;
  if (cursor.skip("Host name: ") && cursor.take_until(", message: ", host)) {
    step.host = host;
    step.text = cursor.rest();
  }
  return step;
}

// "SMTPDeliverer - Message 17: ...", "SMTPDeliverer - Message 17 - Connection failed: ..."
Step read_deliverer(Cursor cursor) noexcept {
  Cursor ahead = cursor;
  std::uint64_t any = 0;
  if (cursor.skip("Message ") && (ahead = cursor, cursor.take_number(any))) {
    const std::string_view number =
        ahead.rest().substr(0, ahead.rest().size() - cursor.rest().size());
    if (cursor.skip(": ")) return read_message_text(number, cursor);
    if (cursor.skip(" - Connection failed: ")) return read_connect_failure(number, cursor);
  }
  if (ahead.rest().starts_with("Route Message: HOLD")) return step_of(StepKind::held);
  if (ahead.rest().starts_with("ETRN")) return {};
  return step_of(StepKind::not_understood);
}

// "192.0.2.7:25...", "2001:db8::1:25...", up to 5.4 "mx.example.net..."
Step read_connecting(std::string_view text) noexcept {
  Step step = step_of(StepKind::connecting);
  if (text.ends_with("...")) text.remove_suffix(3);
  step.host = text;
  const std::size_t colon = text.rfind(':');
  if (colon != text.npos) {
    Cursor cursor(text.substr(colon + 1));
    if (cursor.take_number(step.port) && cursor.at_end()) step.host = text.substr(0, colon);
  }
  if (is_ip(step.host)) step.ip = step.host;
  return step;
}

// "TLS/SSL handshake failed. Session Id: 45, Remote IP: 192.0.2.7, Error code: 1, Message: ..."
Step read_connection(Cursor cursor) noexcept {
  if (cursor.rest().starts_with("Could not connect to ") &&
      cursor.rest().find("connecting to myself") != std::string_view::npos) {
    Step step = step_of(StepKind::to_myself);
    step.text = cursor.rest();
    return step;
  }
  if (!cursor.skip("TLS/SSL handshake failed. Session Id: ")) return {};
  Step step = step_of(StepKind::handshake_failed);
  if (!cursor.take_number(step.session)) return {};
  if (cursor.skip(", Remote IP: ")) {
    step.ip = cursor.take_while([](char c) { return c != ','; });
  }
  std::string_view before;
  step.text = cursor.take_until("Message: ", before) ? cursor.rest() : std::string_view{};
  return step;
}

Step read_network(std::string_view text) noexcept {
  Cursor cursor(text);
  if (cursor.skip("Connecting to ")) return read_connecting(cursor.rest());
  if (cursor.skip("TCPConnection - ")) return read_connection(cursor);
  for (const Phrase& phrase : of_network) {
    if (!text::starts_with_rare(text, phrase.begin)) continue;
    Step step = step_of(phrase.kind);
    step.text = text;
    step.host = text.substr(phrase.begin.size());
    return step;
  }
  return {};
}

// "Starting external delivery process. Server: mx.example.net (192.0.2.7), Port: 25, ..."
Step read_choice(Cursor cursor) noexcept {
  Step step = step_of(StepKind::choosing_host);
  if (!cursor.take_until(" (", step.host) || !cursor.take_until(')', step.ip)) return {};
  return step;
}

Step read_debug(std::string_view text) noexcept {
  Cursor cursor(text);
  for (const Phrase& phrase : of_session) {
    if (!cursor.skip(phrase.begin)) continue;
    Step step = step_of(phrase.kind);
    return cursor.take_number(step.session) ? step : Step{};
  }
  if (cursor.skip("Starting external delivery process. Server: ")) return read_choice(cursor);
  if (cursor.skip("SMTPDeliverer - ")) {
    const Step step = read_deliverer(cursor);
    return step.kind == StepKind::connect_failed ? step : Step{};
  }
  if (text.starts_with("Application::InitInstance")) return step_of(StepKind::starting);
  return {};
}

}  // namespace

bool is_ip(std::string_view host) noexcept {
  if (host.empty()) return false;
  if (host.find(':') != std::string_view::npos) return true;
  return std::ranges::count(host, '.') == 3 &&
         std::ranges::all_of(host, [](char c) { return text::is_digit(c) || c == '.'; });
}

Step read_step(const Record& record) noexcept {
  Cursor cursor(record.text);
  switch (record.type) {
    case RecordType::application:
      if (cursor.skip("SMTPDeliverer - ")) return read_deliverer(cursor);
      return record.text.starts_with("Starting servers...") ? step_of(StepKind::starting) : Step{};
    case RecordType::tcpip:
      return read_network(record.text);
    case RecordType::debug:
      return read_debug(record.text);
    case RecordType::smtpc:
      if (cursor.skip("SMTPDeliverer - ")) return read_deliverer(cursor);
      return step_of(StepKind::not_understood);
    case RecordType::smtpd:
      return read_network(record.text);
    case RecordType::error:
    case RecordType::other_protocol:
      break;
  }
  return {};
}

}  // namespace curfew::hmailserver
