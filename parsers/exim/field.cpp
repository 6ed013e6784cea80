#include "exim/field.h"

#include <algorithm>
#include <array>

namespace curfew::exim {
namespace {

using text::Cursor;

constexpr std::array<bool, 256> address_characters() {
  std::array<bool, 256> belongs{};
  for (std::size_t i = 0; i < belongs.size(); ++i) {
    const char c = static_cast<char>(i);
    belongs[i] = text::is_alphanumeric(c) || c == '.' || c == ':' || c == '%' || c == '_';
  }
  return belongs;
}

constexpr std::array<bool, 256> address_character = address_characters();

bool is_address_character(char c) noexcept {
  return address_character[static_cast<unsigned char>(c)];
}

// "[192.0.2.7]"; a bracket that is missing at the end is forgiven.
bool read_bracketed(Cursor& cursor, std::string_view& ip) noexcept {
  Cursor ahead = cursor;
  if (!ahead.skip('[')) return false;
  ip = ahead.take_while(is_address_character);
  if (!ahead.skip(']') && ip.ends_with(':')) {
    ip.remove_suffix(1);
    ahead = cursor;
    ahead.advance(1 + ip.size());
  }
  cursor = ahead;
  return true;
}

inline void skip_word_behind(Cursor& cursor, std::string_view tag) noexcept {
  Cursor ahead = cursor;
  if (!ahead.skip(tag)) return;
  while (!ahead.at_end() && ahead.peek() != ' ' && !ahead.rest().starts_with(": ")) {
    ahead.advance(1);
  }
  cursor = ahead;
}

// I=[192.0.2.1]:25 (+incoming_interface, +outgoing_interface): the address we spoke from.
void read_interface(Cursor& cursor, std::string_view& ip) noexcept {
  Cursor ahead = cursor;
  if (!ahead.skip(" I=") || !read_bracketed(ahead, ip)) return;
  cursor = ahead;
  if (!ahead.skip(':')) return;
  std::uint16_t port = 0;
  if (ahead.take_number(port)) cursor = ahead;
}

// A letter tells most lines that none of them follows.
void read_words_behind(Cursor& cursor, Host& host) noexcept {
  const std::string_view rest = cursor.rest();
  const char letter = rest.size() < 2 ? '\0' : rest[1];
  if (letter != 'P' && letter != 'I' && letter != 'T') return;
  skip_word_behind(cursor, " PRX=");
  read_interface(cursor, host.local_ip);
  skip_word_behind(cursor, " TFO");
}

bool needs_folding(std::string_view name) noexcept {
  return name.ends_with('.') || text::has_upper(name);
}

std::string_view folded(std::string_view name, Events& events) {
  char* const room = events.room(name.size());
  std::ranges::transform(name, room, text::to_lower);
  const bool dot = name.ends_with('.');
  return events.keep_written(room, name.size() - (dot ? 1 : 0));
}

}  // namespace

Host read_host(Cursor& cursor) noexcept {
  Host host;
  if (cursor.peek() != '[') {
    host.name = cursor.rest().substr(0, text::find_near(cursor.rest(), ' '));
    if (host.name.ends_with(':')) host.name.remove_suffix(1);
    cursor.advance(host.name.size());
  }
  Cursor ahead = cursor;
  ahead.skip(' ');
  ahead.skip("DS ");
  if (ahead.peek() == '(') {
    std::string_view helo;
    if (!ahead.take_until(") ", helo)) return host;
  }
  if (!read_bracketed(ahead, host.ip)) return host;
  cursor = ahead;
  if (ahead.skip(':')) {
    if (ahead.take_number(host.port)) {
      cursor = ahead;
    } else if (text::is_upper(ahead.peek())) {  // "PORT_S" in Exim's own test logs
      ahead.take_while([](char c) { return c != ' ' && c != ':' && c != '*'; });
      cursor = ahead;
    }
  }
  host.reused = cursor.skip('*');
  read_words_behind(cursor, host);
  return host;
}

bool read_angle(Cursor& cursor, std::string_view& address) noexcept {
  const std::string_view rest = cursor.rest();
  if (!rest.starts_with('<')) return false;
  bool quoted = false;
  const std::size_t plain = text::find_near(rest.substr(1), '>', '"', '\\');
  for (std::size_t i = 1 + plain; i < rest.size(); ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) {
      ++i;
    } else if (rest[i] == '"') {
      quoted = !quoted;
    } else if (rest[i] == '>' && !quoted) {
      address = rest.substr(1, i - 1);
      cursor.advance(i + 1);
      return true;
    }
  }
  return false;
}

bool read_quoted(Cursor& cursor, std::string_view& text) noexcept {
  const std::string_view rest = cursor.rest();
  if (!rest.starts_with('"')) return false;
  const auto is_escaped = [rest](std::size_t at) {
    std::size_t slashes = 0;
    while (slashes < at && rest[at - 1 - slashes] == '\\') ++slashes;
    return slashes % 2 == 1;
  };
  const auto next_quote = [rest](std::size_t behind) {
    return behind + 1 + text::find_near(rest.substr(behind + 1), '"');
  };
  std::size_t i = next_quote(0);
  while (i < rest.size() && is_escaped(i)) i = next_quote(i);
  text = rest.substr(1, i - 1);
  cursor.advance(std::min(i + 1, rest.size()));
  return true;
}

Milliseconds read_duration(std::string_view text) noexcept {
  constexpr Milliseconds none(-1);
  constexpr std::int64_t longest = 100LL * 365 * 86400 * 1000;
  Cursor cursor(text);
  std::int64_t total = 0;
  while (!cursor.at_end()) {
    std::uint32_t number = 0;
    std::int64_t fraction = 0;
    if (!cursor.take_number(number)) return none;
    if (cursor.skip('.')) {
      const std::string_view digits = cursor.take_while(text::is_digit);
      if (digits.size() != 3) return none;
      fraction = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
    }
    std::int64_t unit = 0;
    switch (cursor.peek()) {
      case 'w':
        unit = 7 * 86400;
        break;
      case 'd':
        unit = 86400;
        break;
      case 'h':
        unit = 3600;
        break;
      case 'm':
        unit = 60;
        break;
      case 's':
        unit = 1;
        break;
      default:
        return none;
    }
    cursor.advance(1);
    total += number * unit * 1000 + fraction;
    if (total > longest) return none;
  }
  return text.empty() ? none : Milliseconds(total);
}

void set_remote(const Host& host, Event& event, Events& events) {
  event.remote_ip = host.ip;
  event.local_ip = host.local_ip;
  event.remote_port = host.port;
  event.reused = host.reused;
  std::string_view name = host.name;
  if (name == host.ip || name.starts_with('[') || name.starts_with('(')) name = {};
  event.remote_host = needs_folding(name) ? folded(name, events) : name;
}

}  // namespace curfew::exim
