#include "parse/envelope/json_object.h"

#include "text/cursor.h"
#include "text/utf8.h"

namespace curfew::parse {
namespace {

using text::Cursor;

constexpr bool is_space(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// What stands unquoted: numbers, true, false, null.
constexpr bool is_plain(char c) noexcept {
  return text::is_alphanumeric(c) || c == '-' || c == '+' || c == '.';
}

int hex_digit(char c) noexcept {
  if (text::is_digit(c)) return c - '0';
  const char lower = text::to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "00e9" behind "\u".
bool take_hex(Cursor& cursor, char32_t& unit) noexcept {
  if (cursor.rest().size() < 4) return false;
  unit = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const int digit = hex_digit(cursor.rest()[i]);
    if (digit < 0) return false;
    unit = unit * 16 + static_cast<char32_t>(digit);
  }
  cursor.advance(4);
  return true;
}

}  // namespace

bool take_json_character(Cursor& cursor, char32_t& character) noexcept {
  char32_t unit = 0;
  if (!take_hex(cursor, unit)) return false;
  if (unit >= 0xD800 && unit < 0xDC00) {
    Cursor ahead = cursor;
    char32_t low = 0;
    if (ahead.skip("\\u") && take_hex(ahead, low) && low >= 0xDC00 && low < 0xE000) {
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
      cursor = ahead;
    } else {
      unit = text::replacement_character;
    }
  } else if (unit >= 0xDC00 && unit < 0xE000) {
    unit = text::replacement_character;
  }
  character = unit;
  return true;
}

namespace {

char escaped(char c) noexcept {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return c;  // the quote, the backslash, the slash
  }
}

void append_string(std::string& out, std::string_view value) {
  Cursor cursor(value);
  std::string_view plain;
  while (cursor.take_until('\\', plain)) {
    out += plain;
    if (cursor.at_end()) return;
    const char c = cursor.peek();
    cursor.advance(1);
    if (c == 'u') {
      char32_t character = 0;
      if (take_json_character(cursor, character)) text::append_utf8(out, character);
    } else {
      out += escaped(c);
    }
  }
  out += cursor.rest();
}

// "[72,97,108,108,111]", with or without blanks and line ends.
bool append_bytes(std::string& out, std::string_view value) {
  const std::size_t before = out.size();
  const auto skip_space = [](Cursor& cursor) { cursor.take_while(is_space); };
  Cursor cursor(value);
  cursor.skip('[');
  for (;;) {
    skip_space(cursor);
    std::uint8_t byte = 0;  // a larger number does not fit and is not taken
    if (!cursor.take_number(byte)) break;
    out += static_cast<char>(byte);
    skip_space(cursor);
    if (!cursor.skip(',')) break;
  }
  if (cursor.rest() == "]") return true;
  out.resize(before);
  return false;
}

}  // namespace

JsonObject::JsonObject(std::string_view text) noexcept : rest_(text) {
  skip_space();
  broken_ = rest_.empty() || rest_.front() != '{';
  if (!broken_) rest_.remove_prefix(1);
}

void JsonObject::skip_space() noexcept {
  while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
}

// The quoted text, without its quotes.
bool JsonObject::take_string(std::string_view& text) noexcept {
  if (rest_.empty() || rest_.front() != '"') return false;
  std::size_t at = 1;
  for (;;) {
    at = rest_.find_first_of("\"\\", at);
    if (at == std::string_view::npos) return false;
    if (rest_[at] == '"') break;
    at += 2;
  }
  text = rest_.substr(1, at - 1);
  rest_.remove_prefix(at + 1);
  return true;
}

// An array or an object, to the bracket that closes it.
bool JsonObject::take_nested(std::string_view& text) noexcept {
  const std::string_view begin = rest_;
  std::size_t depth = 0;
  while (!rest_.empty()) {
    const char c = rest_.front();
    if (c == '"') {
      std::string_view inner;
      if (!take_string(inner)) return false;
      continue;
    }
    rest_.remove_prefix(1);
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && --depth == 0) {
      text = begin.substr(0, begin.size() - rest_.size());
      return true;
    }
  }
  return false;
}

bool JsonObject::take_value(JsonMember& member) noexcept {
  if (rest_.empty()) return false;
  switch (rest_.front()) {
    case '"':
      member.kind = JsonMember::Kind::string;
      return take_string(member.value);
    case '[':
      member.kind = JsonMember::Kind::array;
      return take_nested(member.value);
    case '{':
      member.kind = JsonMember::Kind::object;
      return take_nested(member.value);
    default:
      break;
  }
  std::size_t n = 0;
  while (n < rest_.size() && is_plain(rest_[n])) ++n;
  member.value = rest_.substr(0, n);
  rest_.remove_prefix(n);
  const bool number = n != 0 && (text::is_digit(member.value[0]) || member.value[0] == '-');
  member.kind = number ? JsonMember::Kind::number : JsonMember::Kind::word;
  return n != 0;
}

bool JsonObject::next(JsonMember& member) noexcept {
  if (broken_ || ended_) return false;
  broken_ = true;  // until a member or the end was read
  skip_space();
  if (!rest_.empty() && rest_.front() == '}') {
    rest_.remove_prefix(1);
    ended_ = true;
    skip_space();
    complete_ = rest_.empty();
    return false;
  }
  if (!first_) {
    if (rest_.empty() || rest_.front() != ',') return false;
    rest_.remove_prefix(1);
    skip_space();
  }
  if (!take_string(member.key)) return false;
  skip_space();
  if (rest_.empty() || rest_.front() != ':') return false;
  rest_.remove_prefix(1);
  skip_space();
  if (!take_value(member)) return false;
  first_ = false;
  broken_ = false;
  return true;
}

bool JsonArray::next(std::string_view& object) noexcept {
  while (!rest_.empty() && rest_.front() != '{') rest_.remove_prefix(1);
  JsonObject members(rest_);
  for (JsonMember member; members.next(member);) {
  }
  if (!members.ended()) return false;
  object = rest_.substr(0, rest_.size() - members.rest().size());
  rest_ = members.rest();
  return true;
}

bool append_text(std::string& out, const JsonMember& member) {
  switch (member.kind) {
    case JsonMember::Kind::string:
      append_string(out, member.value);
      return true;
    case JsonMember::Kind::number:
      out += member.value;
      return true;
    case JsonMember::Kind::array:
      return append_bytes(out, member.value);
    case JsonMember::Kind::word:
    case JsonMember::Kind::object:
      break;
  }
  return false;
}

bool begins_object(std::string_view text) noexcept {
  Cursor cursor(text);
  cursor.take_while(is_space);
  if (!cursor.skip('{')) return false;
  cursor.take_while(is_space);
  return cursor.peek() == '"';
}

}  // namespace curfew::parse
