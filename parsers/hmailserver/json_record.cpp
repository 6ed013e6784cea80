#include <array>
#include <optional>

#include "hmailserver/record.h"
#include "text/cursor.h"
#include "text/utf8.h"

namespace curfew::hmailserver {
namespace {

using text::Cursor;

bool read_hex(Cursor& cursor, std::uint32_t& code) noexcept {
  if (cursor.rest().size() < 4) return false;
  const char* const begin = cursor.rest().data();
  const auto [end, error] = std::from_chars(begin, begin + 4, code, 16);
  if (error != std::errc{} || end != begin + 4) return false;
  cursor.advance(4);
  return true;
}

// What stands behind a backslash. The end of a line becomes what the other form of the log has
// there. A character beyond 0xFFFF comes in two halves; neither is of use here.
bool read_escape(Cursor& cursor, std::string& out) {
  if (cursor.skip("r\\n")) {
    out += "[nl]";
    return true;
  }
  if (cursor.skip('u')) {
    std::uint32_t code = 0;
    if (!read_hex(cursor, code)) return false;
    const bool half = code >= 0xD800 && code < 0xE000;
    text::append_utf8(out, half ? text::replacement_character : char32_t{code});
    return true;
  }
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  const std::size_t at = cursor.at_end() ? letters.npos : letters.find(cursor.peek());
  if (at == letters.npos) return false;
  out += meant[at];
  cursor.advance(1);
  return true;
}

// A string's rest, behind its first quote.
bool read_string(Cursor& cursor, std::string& out) {
  while (true) {
    const std::size_t end = cursor.rest().find_first_of("\"\\");
    if (end == std::string_view::npos) return false;
    out += cursor.rest().substr(0, end);
    cursor.advance(end);
    if (cursor.skip('"')) return true;
    cursor.advance(1);
    if (!read_escape(cursor, out)) return false;
  }
}

std::optional<RecordType> type_of(std::string_view word) noexcept {
  struct Word {
    std::string_view word;
    RecordType type;
  };
  constexpr Word words[] = {
      {"SMTPC", RecordType::smtpc},
      {"SMTPD", RecordType::smtpd},
      {"APPLICATION", RecordType::application},
      {"TCPIP", RecordType::tcpip},
      {"DEBUG", RecordType::debug},
      {"ERROR", RecordType::error},
      {"POP3D", RecordType::other_protocol},
      {"POP3C", RecordType::other_protocol},
      {"IMAPD", RecordType::other_protocol},
  };
  for (const Word& one : words) {
    if (one.word == word) return one.type;
  }
  return std::nullopt;
}

}  // namespace

bool read_json_record(std::string_view line, Record& record, std::string& scratch,
                      time::StampCache* cache) {
  Cursor cursor(line);
  record = {};
  std::string_view time;
  if (!cursor.skip("{\"ts\":\"") || !cursor.take_until('"', time)) return false;
  record.stamp = read_time(time, cache);
  std::string_view word;
  if (!cursor.skip(",\"category\":\"") || !cursor.take_until('"', word)) return false;
  const std::optional<RecordType> type = type_of(word);
  if (!type) return false;
  record.type = *type;
  if (!cursor.skip(",\"thread\":") || !cursor.take_number(record.thread)) return false;
  if (cursor.skip(",\"session\":") && !cursor.take_number(record.session)) return false;
  if (cursor.skip(",\"remoteip\":\"") && !cursor.take_until('"', record.peer)) return false;
  if (!cursor.skip(",\"message\":\"")) return false;
  scratch.clear();
  if (!read_string(cursor, scratch)) return false;
  record.text = scratch;
  return cursor.skip('}') && cursor.at_end();
}

}  // namespace curfew::hmailserver
