#include "definition/event_filler.h"

#include <algorithm>

#include "definition/span_text.h"
#include "parse/reply.h"
#include "text/cursor.h"

namespace curfew::definition {
namespace {

using text::Cursor;

template <typename Number>
void take_number(const Row& row, Field field, Number& number) noexcept {
  if (row.has(field)) Cursor(row[field]).take_number(number);
}

std::string_view host_of(std::string_view host, Events& events) {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (std::ranges::none_of(host, text::is_upper)) return host;
  char* const room = events.room(host.size());
  std::ranges::transform(host, room, text::to_lower);
  return events.keep_written(room, host.size());
}

bool is_literal(std::string_view text) noexcept {
  return text.size() > 2 && text.starts_with('[') && text.ends_with(']');
}

// "192.0.2.7:25", "[2001:db8::7]:25"; the port is left where there is none.
std::string_view ip_of(std::string_view endpoint, std::uint16_t* port) noexcept {
  std::string_view ip = endpoint;
  const std::size_t colon = endpoint.rfind(':');
  const bool bracketed = endpoint.starts_with('[');
  const bool has_port = colon != endpoint.npos &&
                        (bracketed ? endpoint[colon - 1] == ']' : endpoint.find(':') == colon);
  if (has_port) {
    if (port != nullptr) Cursor(endpoint.substr(colon + 1)).take_number(*port);
    ip = endpoint.substr(0, colon);
  }
  return is_literal(ip) ? ip.substr(1, ip.size() - 2) : ip;
}

EnhancedCode enhanced_of(std::string_view text) noexcept {
  return take_enhanced_code(text);
}

void fill_remote(const Row& row, Event& event, Events& events) {
  event.remote_domain = host_of(row[Field::remote_domain], events);
  event.remote_ip = ip_of(row[Field::remote_ip], nullptr);
  event.local_ip = ip_of(row[Field::local_ip], nullptr);
  if (row.has(Field::remote_endpoint)) {
    event.remote_ip = ip_of(row[Field::remote_endpoint], &event.remote_port);
  }
  if (row.has(Field::local_endpoint)) event.local_ip = ip_of(row[Field::local_endpoint], nullptr);
  take_number(row, Field::remote_port, event.remote_port);
  const std::string_view host = row[Field::remote_host];
  if (is_literal(host)) {
    if (event.remote_ip.empty()) event.remote_ip = host.substr(1, host.size() - 2);
  } else {
    event.remote_host = host_of(host, events);
  }
}

void fill_reply(const Row& row, const Plan& plan, Event& event, Events& events) {
  if (row.has(Field::reply)) {
    event.reply = parse::read_reply(row[Field::reply], plan.line_break, events);
  } else if (row.has(Field::reply_text) || row.has(Field::reply_code)) {
    event.reply.text = row[Field::reply_text];
    event.reply.enhanced = take_enhanced_code(event.reply.text);
  }
  take_number(row, Field::reply_code, event.reply.code);
  if (row.has(Field::reply_enhanced)) {
    const EnhancedCode enhanced = enhanced_of(row[Field::reply_enhanced]);
    if (enhanced) event.reply.enhanced = enhanced;
  }
  event.enhanced_code = enhanced_of(row[Field::enhanced_code]);
}

// What goes without saying.
void fill_rest(Event& event) noexcept {
  const bool tried = event.kind == EventKind::attempt || event.kind == EventKind::session;
  if (!tried) return;
  const bool has_remote = !event.remote_ip.empty() || !event.remote_host.empty();
  if (event.remote_kind == RemoteKind::unknown && has_remote) event.remote_kind = RemoteKind::smtp;
  if (event.remote_kind == RemoteKind::local) {
    if (event.contacted == Contacted::unknown) event.contacted = Contacted::no;
    return;
  }
  const bool answered = event.reply.code != 0 || event.outcome == Outcome::delivered;
  if (event.contacted == Contacted::unknown && answered) event.contacted = Contacted::yes;
  const bool refused = event.reply.code != 0 && event.outcome != Outcome::delivered;
  if (event.error_source == ErrorSource::none && refused) {
    event.error_source = ErrorSource::remote;
  }
}

}  // namespace

std::string_view address_of(std::string_view text) noexcept {
  if (text.starts_with('<') && text.ends_with('>') && text.size() > 2) {
    return text.substr(1, text.size() - 2);
  }
  return text.empty() ? std::string_view("<>") : text;
}

void fill(const Row& row, const Facts& facts, const Plan& plan, Event& event, Events& events) {
  event.log_host = row[Field::log_host];
  event.instance = row[Field::instance];
  event.session_id = row[Field::session_id];
  event.queue_id = row[Field::queue_id];
  if (row.has(Field::sender)) event.sender = address_of(row[Field::sender]);
  if (!row[Field::recipient].empty()) event.recipient = address_of(row[Field::recipient]);
  if (!row[Field::original_recipient].empty()) {
    event.original_recipient = address_of(row[Field::original_recipient]);
  }
  if (!row[Field::message_id].empty()) event.message_id = address_of(row[Field::message_id]);
  event.client_host = row[Field::client_host];
  event.client_ip = ip_of(row[Field::client_ip], nullptr);
  fill_remote(row, event, events);
  fill_reply(row, plan, event, events);
  if (row.has(Field::delay)) event.delay = read_span(row[Field::delay]);
  if (row.has(Field::duration)) event.duration = read_span(row[Field::duration]);
  take_number(row, Field::size, event.size);
  take_number(row, Field::recipients, event.recipients);
  facts.tell(event);
  fill_rest(event);
}

}  // namespace curfew::definition
