#include "exim/deferral.h"

#include <algorithm>

#include "exim/addresses.h"
#include "exim/fields.h"
#include "exim/reason.h"

namespace curfew::exim {
namespace {

using text::Cursor;

struct Deferral {
  std::string_view transport;
  bool found = false;  // "defer" itself
  std::string_view system_error;
  Host host;
  Milliseconds duration{-1};
  std::string_view text;
};

void read_word_field(Cursor& cursor, std::string_view tag, std::string_view& value) noexcept {
  if (cursor.skip(tag)) value = cursor.take_word();
}

// " defer" with what may follow it; an address or a user's file name may hold the word too.
bool skip_defer(Cursor& cursor) noexcept {
  const std::string_view rest = cursor.rest();
  constexpr std::string_view word = " defer";
  for (std::size_t at = rest.find(word); at != rest.npos; at = rest.find(word, at + 1)) {
    const std::string_view behind = rest.substr(at + word.size());
    if (behind.empty() || behind.starts_with(" (") || behind.starts_with(": ") ||
        behind.starts_with(" H=") || behind.starts_with(" DT=")) {
      cursor.advance(at + word.size());
      return true;
    }
  }
  return false;
}

// The end of strerror(): ": text", " H=..." or " DT=..." follows.
std::string_view take_system_error(Cursor& cursor) noexcept {
  const std::string_view rest = cursor.rest();
  const std::size_t end = std::min({rest.find(": "), rest.find(" H="), rest.find(" DT=")});
  const std::string_view words = rest.substr(0, end);
  cursor.advance(words.size());
  return words;
}

// " (111): Connection refused", " (-44)", and since 4.100 " (Connection refused)" or nothing.
void read_error(Cursor& cursor, Deferral& deferral) noexcept {
  Cursor ahead = cursor;
  std::string_view inside;
  if (!ahead.skip(" (") || !ahead.take_until(')', inside)) return;
  cursor = ahead;
  const bool number = inside.starts_with('-') || text::is_digit(inside.empty() ? ' ' : inside[0]);
  const bool munged = inside == "dd" || inside == "EEE";  // Exim's own test logs
  if (!number && !munged) {
    deferral.system_error = inside;
    return;
  }
  const bool positive = inside != "0" && !inside.starts_with('-');
  if (positive && cursor.skip(": ")) deferral.system_error = take_system_error(cursor);
}

Deferral read_behind_addresses(Cursor cursor) noexcept {
  Deferral deferral;
  std::string_view other;
  read_word_field(cursor, " Q=", other);
  read_word_field(cursor, " R=", other);
  read_word_field(cursor, " T=", deferral.transport);
  deferral.found = skip_defer(cursor);
  if (!deferral.found) return deferral;
  read_error(cursor, deferral);
  if (cursor.skip(" H=")) deferral.host = read_host(cursor);
  Cursor ahead = cursor;
  if (ahead.skip(" DT=")) {
    std::string_view value = ahead.take_word();
    if (value.ends_with(':')) value.remove_suffix(1);
    deferral.duration = read_duration(value);
    cursor.advance(4 + value.size());
  }
  if (cursor.skip(": ") || cursor.skip(" : ")) deferral.text = cursor.rest();
  return deferral;
}

void set_kind(const Deferral& deferral, Event& event) noexcept {
  if (event.remote_kind != RemoteKind::unknown || deferral.transport.empty()) return;
  const bool remote = !event.remote_ip.empty() || event.contacted == Contacted::yes ||
                      event.stage == Stage::connect || event.error_class == ErrorClass::not_due;
  if (remote) event.remote_kind = remote_kind_of(deferral.transport);
  set_local_trouble(deferral.transport, event);
}

}  // namespace

LineUse read_deferral(std::string_view text, const Context& context, RecentHosts& hosts,
                      Events& events) {
  Cursor cursor(text);
  const Addresses addresses = read_addresses(cursor);
  const Deferral deferral = read_behind_addresses(cursor);
  if (!deferral.found) return LineUse::unknown;
  const std::string_view words = without_host(deferral.text);
  const Reason reason = read_reason(words.empty() ? deferral.system_error : words);
  Event& event = begin_event(context, events);
  event.outcome = reason.outcome == Outcome::held ? Outcome::held : Outcome::deferred;
  event.recipient = addresses.recipient();
  event.original_recipient = addresses.redirected_from();
  event.duration = deferral.duration;
  if (!deferral.host.ip.empty()) set_remote(deferral.host, event, events);
  set_reason(reason, event, events);
  hosts.settle(event, deferral.transport, events);
  set_kind(deferral, event);
  // Without a transport a router spoke: a rule of ours, such as :defer: or a limit.
  const bool by_router = deferral.transport.empty() && event.contacted == Contacted::no;
  if (by_router && event.error_class == ErrorClass::local_error) {
    event.error_class = ErrorClass::local_policy;
  }
  return LineUse::reported;
}

}  // namespace curfew::exim
