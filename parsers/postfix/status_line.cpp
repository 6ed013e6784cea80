#include "postfix/status_line.h"

#include <algorithm>

#include "postfix/address.h"
#include "text/cursor.h"

namespace curfew::postfix {
namespace {

using text::Cursor;

// "none", "mx[192.0.2.7]:25", "mx[192.0.2.7]", "mail[private/lmtp]", "dovecot"; "192.0.2.7:25" was
// seen in edited logs.
void set_relay(std::string_view relay, StatusLine& line) noexcept {
  if (relay == "none") return;
  Cursor cursor(relay);
  line.relay_kind = RelayKind::peer;
  if (read_peer(cursor, line.relay)) return;
  const std::size_t colon = relay.rfind(':');
  Cursor behind(relay.substr(colon == std::string_view::npos ? relay.size() : colon + 1));
  if (behind.take_number(line.relay.port) && behind.at_end()) {
    std::string_view address = relay.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) {
      address = address.substr(1, address.size() - 2);
    }
    line.relay.host = line.relay.ip = address;
    return;
  }
  line.relay_kind = RelayKind::service;
}

// c + d of "a/b/c/d"
Milliseconds session_time(std::string_view delays) noexcept {
  const std::size_t last = delays.rfind('/');
  if (last == std::string_view::npos || last == 0) return Milliseconds(-1);
  const std::size_t before = delays.rfind('/', last - 1);
  if (before == std::string_view::npos) return Milliseconds(-1);
  const Milliseconds connecting = read_seconds(delays.substr(before + 1, last - before - 1));
  const Milliseconds sending = read_seconds(delays.substr(last + 1));
  if (connecting.count() < 0 || sending.count() < 0) return Milliseconds(-1);
  return connecting + sending;
}

void set_attribute(std::string_view key, std::string_view value, StatusLine& line) noexcept {
  const auto is = [key](std::string_view word) {
    return key.size() == word.size() && text::starts_with(key, word);
  };
  if (is("delay")) {
    line.delay = read_seconds(value);
  } else if (is("delays")) {
    line.delays = value;
    line.duration = session_time(value);
  } else if (is("dsn")) {
    line.enhanced_code = take_enhanced_code(value);
  } else if (is("relay")) {
    set_relay(value, line);
  } else if (is("conn_use")) {
    Cursor(value).take_number(line.connection_use);
  }
}

// Takes the parentheses off. Some collectors glue a number on: "(... timed out) 215".
void set_reason(std::string_view text, bool full, StatusLine& line) noexcept {
  while (text.ends_with(' ')) text.remove_suffix(1);
  std::string_view whole = text;
  while (!whole.empty() && text::is_digit(whole.back())) whole.remove_suffix(1);
  if (whole.size() < text.size() && whole.ends_with(") ")) text = whole.substr(0, whole.size() - 1);
  line.cut = full || !text.ends_with(')');
  if (!line.cut) text.remove_suffix(1);
  line.reason = text;
}

}  // namespace

Milliseconds read_seconds(std::string_view text) noexcept {
  constexpr std::int64_t longest = 100LL * 365 * 86400;
  Cursor cursor(text);
  std::int64_t seconds = 0;
  if (!cursor.take_number(seconds) || seconds > longest) return Milliseconds(-1);
  std::int64_t fraction = 0;
  if (cursor.skip('.')) {
    const std::string_view digits = cursor.take_while(text::is_digit);
    std::int64_t weight = 100;
    for (std::size_t i = 0; i < std::min<std::size_t>(digits.size(), 3); ++i, weight /= 10) {
      fraction += (digits[i] - '0') * weight;
    }
  }
  return cursor.at_end() ? Milliseconds(seconds * 1000 + fraction) : Milliseconds(-1);
}

bool read_status_line(std::string_view text, bool full, StatusLine& line) noexcept {
  Cursor cursor(text);
  constexpr AddressEnd end{.next = "relay=", .or_next = "orig_to="};
  if (!cursor.skip("to=") || !read_address(cursor, end, line.recipient)) return false;
  if (cursor.skip("orig_to=") && !read_address(cursor, end, line.original_recipient)) return false;
  constexpr int most_attributes = 20;
  for (int i = 0; i < most_attributes; ++i) {
    std::string_view key;
    std::string_view value;
    if (cursor.skip("status=")) {
      line.status = cursor.take_word();
      line.cut = !cursor.skip(" (");
      if (!line.cut) set_reason(cursor.rest(), full, line);
      return true;
    }
    if (!cursor.take_until_near('=', key) || !cursor.take_until_near(',', ' ', value)) return false;
    set_attribute(key, value, line);
  }
  return false;
}

}  // namespace curfew::postfix
