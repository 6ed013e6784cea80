#include "curfew/event.h"

#include <array>
#include <charconv>

#include "text/json_string.h"
#include "time/rfc3339.h"

namespace curfew {
namespace {

const TimeZone utc;

template <typename Number>
void append_number(std::string& out, Number number) {
  std::array<char, 24> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), end);
}

void key(std::string& out, const char* name) {
  out += ",\"";
  out += name;
  out += "\":";
}

void add(std::string& out, const char* name, std::string_view value) {
  if (value.empty()) return;
  key(out, name);
  text::append_json_string(out, value);
}

void add_word(std::string& out, const char* name, const char* word) {
  key(out, name);
  out += '"';
  out += word;
  out += '"';
}

template <typename Number>
void add_number(std::string& out, const char* name, Number value) {
  if (value == 0) return;
  key(out, name);
  append_number(out, value);
}

void add_flag(std::string& out, const char* name, bool value) {
  if (!value) return;
  key(out, name);
  out += "true";
}

// Seconds with milliseconds where there are any.
void add_seconds(std::string& out, const char* name, Milliseconds time) {
  if (time.count() < 0) return;
  key(out, name);
  append_number(out, time.count() / 1000);
  if (const auto rest = time.count() % 1000; rest != 0) {
    out += '.';
    out += static_cast<char>('0' + rest / 100);
    out += static_cast<char>('0' + rest / 10 % 10);
    out += static_cast<char>('0' + rest % 10);
  }
}

void add_source(std::string& out, std::string_view source, std::uint64_t line) {
  if (source.empty()) return;
  key(out, "source");
  const std::size_t start = out.size();
  text::append_json_string(out, source);
  if (line != 0 && out.size() > start) {
    out.back() = ':';
    append_number(out, line);
    out += '"';
  }
}

bool is_outbound(EventKind kind) noexcept {
  return kind == EventKind::attempt || kind == EventKind::session || kind == EventKind::retry ||
         kind == EventKind::destination;
}

void add_inbound(std::string& out, const Event& event) {
  add(out, "client_host", event.client_host);
  add(out, "client_ip", event.client_ip);
  add(out, "program", event.program);
  add(out, "login", event.login);
  add(out, "tls", event.tls);
  if (event.severity != Severity::none) add_word(out, "severity", name(event.severity));
  if (event.action != InboundAction::none) add_word(out, "action", name(event.action));
  if (event.reject_reason != RejectReason::none) {
    add_word(out, "reject_reason", name(event.reject_reason));
  }
}

// One code and whose it is, the reply's where nothing is said of it; two where they differ.
void add_enhanced_codes(std::string& out, EnhancedCode reply, EnhancedCode server) {
  add(out, "enhanced_code", to_string(reply ? reply : server));
  if (!server) return;
  if (!reply) {
    add_word(out, "enhanced_code_of", "server");
  } else if (reply == server) {
    add_word(out, "enhanced_code_of", "both");
  } else {
    add(out, "server_enhanced_code", to_string(server));
  }
}

// "+02:00" of the clock by which the hours are drawn; nothing where that is UTC.
void add_offset(std::string& out, std::chrono::seconds offset) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(std::chrono::abs(offset)).count();
  if (minutes == 0) return;
  key(out, "utc_offset");
  out += '"';
  out += offset.count() < 0 ? '-' : '+';
  for (const auto two : {minutes / 60, minutes % 60}) {
    if (out.back() != '-' && out.back() != '+') out += ':';
    out += static_cast<char>('0' + two / 10);
    out += static_cast<char>('0' + two % 10);
  }
  out += '"';
}

}  // namespace

void append_ndjson(std::string& out, const Event& event, std::string_view format,
                   std::string_view source, const TimeZone& zone) {
  out += R"({"schema":"curfew-event/1","kind":")";
  out += name(event.kind);
  out += '"';
  key(out, "time");
  out += '"';
  time::append_rfc3339(out, event.time, utc);
  out += '"';
  add_offset(out, zone.offset(event.time));
  add(out, "format", format);
  add(out, "log_host", event.log_host);
  add(out, "instance", event.instance);
  if (event.kind == EventKind::message || event.state != MessageState::none) {
    add_word(out, "state", name(event.state));
  }
  if (event.outcome != Outcome::unknown) add_word(out, "outcome", name(event.outcome));
  add(out, "queue_id", event.queue_id);
  add(out, "session_id", event.session_id);
  add(out, "sender", event.sender);
  add(out, "recipient", event.recipient);
  add(out, "original_recipient", event.original_recipient);
  add(out, "message_id", event.message_id);
  add(out, "remote_domain", event.remote_domain);
  add(out, "remote_host", event.remote_host);
  add(out, "remote_ip", event.remote_ip);
  add_number(out, "remote_port", event.remote_port);
  add(out, "local_ip", event.local_ip);
  if (event.remote_kind != RemoteKind::unknown) {
    add_word(out, "remote_kind", name(event.remote_kind));
  }
  add_inbound(out, event);
  if (is_outbound(event.kind) || event.contacted != Contacted::unknown) {
    add_word(out, "contacted", name(event.contacted));
  }
  if (event.stage != Stage::unknown) add_word(out, "stage", name(event.stage));
  add_number(out, "reply_code", event.reply.code);
  add_enhanced_codes(out, event.reply.enhanced, event.enhanced_code);
  add(out, "provider_code", event.provider_code);
  add(out, "provider", event.provider);
  if (event.cause != Cause::unknown) add_word(out, "cause", name(event.cause));
  add(out, "reply_text", event.reply.text);
  if (event.error_source != ErrorSource::none) {
    add_word(out, "error_source", name(event.error_source));
  }
  if (event.error_class != ErrorClass::none) add_word(out, "error_class", name(event.error_class));
  add_seconds(out, "delay", event.delay);
  add_seconds(out, "duration", event.duration);
  add(out, "delays", event.delays);
  add_number(out, "size", event.size);
  add_number(out, "recipients", event.recipients);
  add_flag(out, "reused", event.reused);
  add_number(out, "connection_use", event.connection_use);
  add_flag(out, "probe", event.probe);
  add_flag(out, "cut", event.cut);
  add_number(out, "repeats_line", event.repeats);
  add_source(out, source, event.line);
  out += "}\n";
}

}  // namespace curfew
