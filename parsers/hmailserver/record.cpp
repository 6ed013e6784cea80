#include "hmailserver/record.h"

#include <algorithm>

#include "text/cursor.h"
#include "time/stamp.h"

namespace curfew::hmailserver {
namespace {

using text::Cursor;

struct Type {
  std::string_view word;
  RecordType type;
  bool has_session;
};

constexpr Type smtpd = {"\"SMTPD\"", RecordType::smtpd, true};
constexpr Type smtpc = {"\"SMTPC\"", RecordType::smtpc, true};
constexpr Type imapd = {"\"IMAPD\"", RecordType::other_protocol, true};
constexpr Type pop3d = {"\"POP3D\"", RecordType::other_protocol, true};
constexpr Type pop3c = {"\"POP3C\"", RecordType::other_protocol, true};
constexpr Type debug = {"\"DEBUG\"", RecordType::debug, false};
constexpr Type tcpip = {"\"TCPIP\"", RecordType::tcpip, false};
constexpr Type application = {"\"APPLICATION\"", RecordType::application, false};
constexpr Type error = {"\"ERROR\"", RecordType::error, false};

// A letter leaves one or two, whose words the compiler knows.
inline const Type* find_type(std::string_view text) noexcept {
  const auto one_of = [text](const auto&... types) {
    const Type* found = nullptr;
    ((text::starts_with(text, types.word) && (found = &types) != nullptr) || ...);
    return found;
  };
  switch (text.size() < 2 ? '\0' : text[1]) {
    case 'S':
      return one_of(smtpd, smtpc);
    case 'T':
      return one_of(tcpip);
    case 'A':
      return one_of(application);
    case 'D':
      return one_of(debug);
    case 'I':
      return one_of(imapd);
    case 'P':
      return one_of(pop3d, pop3c);
    case 'E':
      return one_of(error);
    default:
      return nullptr;
  }
}

inline const Type* read_type(Cursor& cursor) noexcept {
  const Type* const type = find_type(cursor.rest());
  if (type != nullptr) cursor.advance(type->word.size());
  return type;
}

std::size_t blanks_in_front(std::string_view text) noexcept {
  return std::min(text.find_first_not_of(' '), text.size());
}

inline bool skip_separator(Cursor& cursor) noexcept {
  if (cursor.skip('\t')) return true;
  const std::size_t blanks = blanks_in_front(cursor.rest());
  cursor.advance(blanks);
  return blanks != 0;
}

inline bool read_quoted(Cursor& cursor, std::string_view& text) noexcept {
  return cursor.skip('"') && cursor.take_until_near('"', text);
}

// "2026-01-15 17:30:00.123"
inline bool looks_like_time(std::string_view text) noexcept {
  return text.size() >= 19 && text[4] == '-' && text[7] == '-' && text[10] == ' ' &&
         text[13] == ':' && text[16] == ':';
}

// Some sessions of the server are counted from -1.
inline bool read_session(Cursor& cursor, std::uint64_t& session) noexcept {
  const bool negative = cursor.skip('-');
  if (!cursor.take_number(session)) return false;
  if (negative) session = 0;
  return true;
}

// The same in the minute of the record before, as nearly all are.
bool read_in_kept_minute(std::string_view text, const time::StampCache& cache,
                         Stamp& stamp) noexcept {
  constexpr std::size_t minute_length = 16;
  if (text.size() != 23 || cache.minute_length() != minute_length || !cache.holds_minute(text)) {
    return false;
  }
  const char* const at = text.data() + minute_length;
  if (at[0] != ':' || at[1] > '5' || at[3] != '.') return false;
  if (!text::is_digit(at[1]) || !text::is_digit(at[2]) || !text::is_digit(at[4]) ||
      !text::is_digit(at[5]) || !text::is_digit(at[6])) {
    return false;
  }
  const int seconds = (at[1] - '0') * 10 + (at[2] - '0');
  const int fraction = (at[4] - '0') * 100 + (at[5] - '0') * 10 + (at[6] - '0');
  stamp = {.wall = cache.minute() + Milliseconds(seconds * 1000 + fraction),
           .has_year = true,
           .offset = std::nullopt};
  return true;
}

}  // namespace

bool begins_record(std::string_view text) noexcept {
  Cursor cursor(text);
  std::uint64_t thread = 0;
  return read_type(cursor) != nullptr && skip_separator(cursor) && cursor.take_number(thread) &&
         skip_separator(cursor);
}

bool read_record(std::string_view line, Record& record) noexcept {
  Cursor cursor(line);
  const Type* const type = read_type(cursor);
  if (type == nullptr || !skip_separator(cursor)) return false;
  record = {};
  record.type = type->type;
  if (!cursor.take_number(record.thread) || !skip_separator(cursor)) return false;
  if (type->has_session && (!read_session(cursor, record.session) || !skip_separator(cursor))) {
    return false;
  }
  if (!read_quoted(cursor, record.time) || !looks_like_time(record.time)) return false;
  if (type->has_session && (!skip_separator(cursor) || !read_quoted(cursor, record.peer))) {
    return false;
  }
  if (!skip_separator(cursor) || !cursor.skip('"')) return false;
  record.text = cursor.rest();
  record.closed = record.text.ends_with('"');
  if (record.closed) record.text.remove_suffix(1);
  return true;
}

bool read_time(std::string_view text, Stamp& stamp, time::StampCache* cache) noexcept {
  if (cache != nullptr && read_in_kept_minute(text, *cache, stamp)) return true;
  Cursor cursor(text);
  return time::read_iso8601(cursor, stamp, false, cache) && cursor.at_end() && !stamp.offset;
}

bool is_awstats_line(std::string_view line) noexcept {
  Cursor cursor(line);
  std::string_view field;
  Stamp stamp;
  if (!cursor.take_until('\t', field) || field.size() != 19 || !read_time(field, stamp)) {
    return false;
  }
  for (int i = 0; i < 4; ++i) {
    if (!cursor.take_until('\t', field)) return false;
  }
  std::uint32_t code = 0;
  std::uint64_t bytes = 0;
  return cursor.skip("SMTP\t?\t") && cursor.take_number(code) && cursor.skip('\t') &&
         cursor.take_number(bytes) && cursor.at_end();
}

}  // namespace curfew::hmailserver
