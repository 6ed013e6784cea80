#include "ndjson/value.h"

#include <charconv>

#include "text/cursor.h"
#include "text/utf8.h"
#include "time/stamp.h"

namespace curfew::ndjson {
namespace {

using parse::JsonMember;
using text::Cursor;
using Kind = JsonMember::Kind;

// Years of four digits, in UTC too.
constexpr Instant first_time = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
constexpr Instant end_of_time = std::chrono::sys_days(std::chrono::year(10000) / 1 / 1);

// RFC 8259 section 7.
bool take_escape(Cursor& cursor, std::string& out) {
  if (cursor.skip('u')) {
    char32_t c = 0;
    if (!parse::take_json_character(cursor, c)) return false;
    text::append_utf8(out, c == '\n' ? U' ' : c);
    return true;
  }
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meant = "\"\\/\b\f \r\t";
  const std::size_t at = cursor.at_end() ? letters.npos : letters.find(cursor.peek());
  if (at == letters.npos) return false;
  out += meant[at];
  cursor.advance(1);
  return true;
}

}  // namespace

bool read_text(const JsonMember& member, Events& events, std::string_view& text) {
  if (member.kind != Kind::string) return false;
  if (member.value.find('\\') == std::string_view::npos) {
    text = member.value;
    return true;
  }
  std::string plain;
  plain.reserve(member.value.size());
  Cursor cursor(member.value);
  std::string_view before;
  while (cursor.take_until('\\', before)) {
    plain += before;
    if (!take_escape(cursor, plain)) return false;
  }
  plain += cursor.rest();
  text = events.keep(plain);
  return true;
}

bool read_number(const JsonMember& member, std::uint64_t most, std::uint64_t& number) {
  if (member.kind != Kind::number) return false;
  const char* const end = member.value.data() + member.value.size();
  std::uint64_t read = 0;
  const auto [behind, error] = std::from_chars(member.value.data(), end, read);
  if (error != std::errc{} || behind != end || read > most) return false;
  number = read;
  return true;
}

bool read_seconds(const JsonMember& member, Milliseconds& time) {
  if (member.kind != Kind::number) return false;
  Cursor cursor(member.value);
  constexpr std::size_t most_digits = 10;
  const std::string_view whole = cursor.take_while(text::is_digit);
  if (whole.empty() || whole.size() > most_digits) return false;
  std::int64_t read = 0;
  for (const char c : whole) read = read * 10 + (c - '0');
  read *= 1000;
  if (cursor.skip('.')) {
    const std::string_view digits = cursor.take_while(text::is_digit);
    if (digits.empty()) return false;
    int worth = 100;
    for (const char c : digits.substr(0, 3)) {
      read += (c - '0') * worth;
      worth /= 10;
    }
  }
  if (!cursor.at_end()) return false;
  time = Milliseconds(read);
  return true;
}

bool read_flag(const JsonMember& member, bool& flag) {
  if (member.kind != Kind::word || (member.value != "true" && member.value != "false"))
    return false;
  flag = member.value == "true";
  return true;
}

bool read_enhanced_code(const JsonMember& member, EnhancedCode& code) {
  if (member.kind != Kind::string) return false;
  std::string_view text = member.value;
  const EnhancedCode read = take_enhanced_code(text);
  if (!read || !text.empty() || member.value.back() == ' ') return false;
  code = read;
  return true;
}

bool read_time(const JsonMember& member, Instant& time) {
  if (member.kind != Kind::string) return false;
  Cursor cursor(member.value);
  Stamp stamp;
  if (!time::read_iso8601(cursor, stamp) || !stamp.offset || !cursor.at_end()) return false;
  const Instant read(stamp.wall.time_since_epoch() - *stamp.offset);
  if (read < first_time || read >= end_of_time) return false;
  time = read;
  return true;
}

bool read_offset(const JsonMember& member, std::chrono::minutes& offset) {
  if (member.kind != Kind::string || member.value.size() != 6 || member.value[3] != ':') {
    return false;
  }
  Cursor cursor(member.value);
  const bool west = cursor.skip('-');
  if (!west && !cursor.skip('+')) return false;
  for (const std::size_t i : {1U, 2U, 4U, 5U}) {
    if (!text::is_digit(member.value[i])) return false;
  }
  const auto two = [&member](std::size_t at) {
    return (member.value[at] - '0') * 10 + (member.value[at + 1] - '0');
  };
  if (two(1) > 23 || two(4) > 59) return false;
  const std::chrono::minutes read(two(1) * 60 + two(4));
  offset = west ? -read : read;
  return true;
}

}  // namespace curfew::ndjson
