#include "ndjson/members.h"

#include <algorithm>
#include <limits>

#include "ndjson/value.h"
#include "text/cursor.h"

// {"schema":"curfew-event/1","kind":"attempt","time":"2026-11-23T16:08:56Z",...,"source":"mail.log:43"}

namespace curfew::ndjson {
namespace {

using parse::JsonMember;

// Which of the two enhanced codes of an event `enhanced_code` is.
enum class CodeOf : std::uint8_t { reply, server, both };

const char* name(CodeOf of) noexcept {
  switch (of) {
    case CodeOf::reply:
      break;
    case CodeOf::server:
      return "server";
    case CodeOf::both:
      return "both";
  }
  return "reply";
}

struct Reading {
  Events& events;
  Event& event;
  Origin& origin;
  EnhancedCode code;
  EnhancedCode server_code;
  CodeOf code_of = CodeOf::reply;
  bool has_schema = false;
  bool has_kind = false;
  bool has_time = false;
};

template <std::string_view Event::*Text>
bool text(const JsonMember& member, Reading& reading) {
  return read_text(member, reading.events, reading.event.*Text);
}

template <auto Place, auto Last>
bool word(const JsonMember& member, Reading& reading) {
  return read_word(member, Last, reading.event.*Place);
}

template <auto Place>
bool number(const JsonMember& member, Reading& reading) {
  using Number = std::remove_reference_t<decltype(reading.event.*Place)>;
  std::uint64_t read = 0;
  if (!read_number(member, std::numeric_limits<Number>::max(), read)) return false;
  reading.event.*Place = static_cast<Number>(read);
  return true;
}

template <Milliseconds Event::*Time>
bool seconds(const JsonMember& member, Reading& reading) {
  return read_seconds(member, reading.event.*Time);
}

template <bool Event::*Flag>
bool flag(const JsonMember& member, Reading& reading) {
  return read_flag(member, reading.event.*Flag);
}

bool schema(const JsonMember& member, Reading& reading) {
  reading.has_schema = member.kind == JsonMember::Kind::string && member.value == "curfew-event/1";
  return reading.has_schema;
}

bool kind(const JsonMember& member, Reading& reading) {
  reading.has_kind = true;
  return read_word(member, EventKind::connection, reading.event.kind);
}

bool time(const JsonMember& member, Reading& reading) {
  reading.has_time = true;
  return read_time(member, reading.origin.time);
}

bool utc_offset(const JsonMember& member, Reading& reading) {
  return read_offset(member, reading.origin.offset);
}

bool format(const JsonMember& member, Reading& reading) {
  return read_text(member, reading.events, reading.origin.format);
}

bool reply_code(const JsonMember& member, Reading& reading) {
  std::uint64_t code = 0;
  constexpr std::uint64_t most = 999;
  if (!read_number(member, most, code)) return false;
  reading.event.reply.code = static_cast<std::uint16_t>(code);
  return true;
}

bool reply_text(const JsonMember& member, Reading& reading) {
  return read_text(member, reading.events, reading.event.reply.text);
}

bool enhanced_code(const JsonMember& member, Reading& reading) {
  return read_enhanced_code(member, reading.code);
}

bool server_enhanced_code(const JsonMember& member, Reading& reading) {
  return read_enhanced_code(member, reading.server_code);
}

bool enhanced_code_of(const JsonMember& member, Reading& reading) {
  return read_word(member, CodeOf::both, reading.code_of);
}

bool cause(const JsonMember& member, Reading& reading) {
  const std::optional<Cause> known = cause_named(member.value);
  if (member.kind != JsonMember::Kind::string || !known) return false;
  reading.event.cause = *known;
  return true;
}

bool repeats_line(const JsonMember& member, Reading& reading) {
  return read_number(member, std::numeric_limits<std::uint64_t>::max(), reading.origin.repeats);
}

// "mail.log:387". The name is of no use here.
bool source(const JsonMember& member, Reading& reading) {
  if (member.kind != JsonMember::Kind::string) return false;
  const std::size_t colon = member.value.rfind(':');
  if (colon == std::string_view::npos) return true;
  const JsonMember digits{
      .key = {}, .kind = JsonMember::Kind::number, .value = member.value.substr(colon + 1)};
  read_number(digits, std::numeric_limits<std::uint64_t>::max(), reading.origin.line);
  return true;
}

struct Member {
  std::string_view name;
  bool (*read)(const JsonMember& member, Reading& reading);
};

// By name.
constexpr Member members[] = {
    {"action", word<&Event::action, InboundAction::discarded>},
    {"cause", cause},
    {"client_host", text<&Event::client_host>},
    {"client_ip", text<&Event::client_ip>},
    {"connection_use", number<&Event::connection_use>},
    {"contacted", word<&Event::contacted, Contacted::no>},
    {"cut", flag<&Event::cut>},
    {"delay", seconds<&Event::delay>},
    {"delays", text<&Event::delays>},
    {"duration", seconds<&Event::duration>},
    {"enhanced_code", enhanced_code},
    {"enhanced_code_of", enhanced_code_of},
    {"error_class", word<&Event::error_class, ErrorClass::not_due>},
    {"error_source", word<&Event::error_source, ErrorSource::tls>},
    {"format", format},
    {"instance", text<&Event::instance>},
    {"kind", kind},
    {"local_ip", text<&Event::local_ip>},
    {"log_host", text<&Event::log_host>},
    {"login", text<&Event::login>},
    {"message_id", text<&Event::message_id>},
    {"original_recipient", text<&Event::original_recipient>},
    {"outcome", word<&Event::outcome, Outcome::interrupted>},
    {"probe", flag<&Event::probe>},
    {"program", text<&Event::program>},
    {"provider", text<&Event::provider>},
    {"provider_code", text<&Event::provider_code>},
    {"queue_id", text<&Event::queue_id>},
    {"recipient", text<&Event::recipient>},
    {"recipients", number<&Event::recipients>},
    {"reject_reason", word<&Event::reject_reason, RejectReason::policy>},
    {"remote_domain", text<&Event::remote_domain>},
    {"remote_host", text<&Event::remote_host>},
    {"remote_ip", text<&Event::remote_ip>},
    {"remote_kind", word<&Event::remote_kind, RemoteKind::local>},
    {"remote_port", number<&Event::remote_port>},
    {"repeats_line", repeats_line},
    {"reply_code", reply_code},
    {"reply_text", reply_text},
    {"reused", flag<&Event::reused>},
    {"schema", schema},
    {"sender", text<&Event::sender>},
    {"server_enhanced_code", server_enhanced_code},
    {"session_id", text<&Event::session_id>},
    {"severity", word<&Event::severity, Severity::panic>},
    {"size", number<&Event::size>},
    {"source", source},
    {"stage", word<&Event::stage, Stage::quit>},
    {"state", word<&Event::state, MessageState::expired>},
    {"time", time},
    {"tls", text<&Event::tls>},
    {"utc_offset", utc_offset},
};
static_assert(std::ranges::is_sorted(members, {}, &Member::name));

bool is_null(const JsonMember& member) noexcept {
  return member.kind == JsonMember::Kind::word && member.value == "null";
}

void set_codes(Reading& reading) noexcept {
  Event& event = reading.event;
  if (reading.code_of != CodeOf::server) event.reply.enhanced = reading.code;
  if (reading.code_of != CodeOf::reply) event.enhanced_code = reading.code;
  if (reading.server_code) event.enhanced_code = reading.server_code;
}

}  // namespace

Stamp Origin::stamp() const noexcept {
  return {.wall = WallTime(time.time_since_epoch() + offset), .has_year = true, .offset = offset};
}

bool read_event(std::string_view line, Events& events, Event& event, Origin& origin) {
  if (line.empty() || line.front() != '{') return false;
  Reading reading{
      .events = events, .event = event, .origin = origin, .code = {}, .server_code = {}};
  parse::JsonObject object(line);
  for (JsonMember member; object.next(member);) {
    const auto* const known = std::ranges::lower_bound(members, member.key, {}, &Member::name);
    if (known == std::end(members) || known->name != member.key || is_null(member)) continue;
    if (!known->read(member, reading)) return false;
  }
  set_codes(reading);
  return object.complete() && reading.has_schema && reading.has_kind && reading.has_time;
}

bool read_stamp(std::string_view line, Stamp& stamp) {
  if (line.empty() || line.front() != '{') return false;
  bool has_schema = false;
  bool has_time = false;
  Origin origin;
  parse::JsonObject object(line);
  for (JsonMember member; object.next(member);) {
    if (member.key == "schema") has_schema = member.value == "curfew-event/1";
    if (member.key == "time") has_time = read_time(member, origin.time);
    if (member.key == "utc_offset") read_offset(member, origin.offset);
  }
  stamp = origin.stamp();
  return has_schema && has_time;
}

}  // namespace curfew::ndjson
