#include "hmailserver/record.h"

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

constexpr Type types[] = {
    {"SMTPD\"", RecordType::smtpd, true},
    {"SMTPC\"", RecordType::smtpc, true},
    {"IMAPD\"", RecordType::other_protocol, true},
    {"POP3D\"", RecordType::other_protocol, true},
    {"POP3C\"", RecordType::other_protocol, true},
    {"DEBUG\"", RecordType::debug, false},
    {"TCPIP\"", RecordType::tcpip, false},
    {"APPLICATION\"", RecordType::application, false},
    {"ERROR\"", RecordType::error, false},
};

const Type* read_type(Cursor& cursor) noexcept {
  if (!cursor.skip('"')) return nullptr;
  for (const Type& type : types) {
    if (cursor.skip(type.word)) return &type;
  }
  return nullptr;
}

bool skip_separator(Cursor& cursor) noexcept {
  if (cursor.skip('\t')) return true;
  if (cursor.peek() != ' ') return false;
  cursor.skip_blanks();
  return true;
}

bool read_quoted(Cursor& cursor, std::string_view& text) noexcept {
  return cursor.skip('"') && cursor.take_until('"', text);
}

// "2026-01-15 17:30:00.123"
bool looks_like_time(std::string_view text) noexcept {
  return text.size() >= 19 && text[4] == '-' && text[7] == '-' && text[10] == ' ' &&
         text[13] == ':' && text[16] == ':';
}

// Some sessions of the server are counted from -1.
bool read_session(Cursor& cursor, std::uint64_t& session) noexcept {
  const bool negative = cursor.skip('-');
  if (!cursor.take_number(session)) return false;
  if (negative) session = 0;
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

bool read_time(std::string_view text, Stamp& stamp) noexcept {
  Cursor cursor(text);
  return time::read_iso8601(cursor, stamp) && cursor.at_end() && !stamp.offset;
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
