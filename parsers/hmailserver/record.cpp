#include "hmailserver/record.h"

#include <algorithm>
#include <array>
#include <bit>

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

// "2026-01-15 17:30:00"
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

// "2026-01-15 17:30:00.123"
constexpr std::size_t length_of_time = 23;

// The same in the minute of the record before, as nearly all are. Needs: as many characters.
inline bool take_in_kept_minute(const char* text, const time::StampCache& cache,
                                std::optional<Stamp>& stamp) noexcept {
  constexpr std::size_t minute_length = 16;
  if (!cache.holds_minute_of<minute_length>(text)) return false;
  const char* const at = text + minute_length;
  if (at[0] != ':' || at[1] > '5' || at[3] != '.') return false;
  if (!text::is_digit(at[1]) || !text::is_digit(at[2]) || !text::is_digit(at[4]) ||
      !text::is_digit(at[5]) || !text::is_digit(at[6])) {
    return false;
  }
  const int seconds = (at[1] - '0') * 10 + (at[2] - '0');
  const int fraction = (at[4] - '0') * 100 + (at[5] - '0') * 10 + (at[6] - '0');
  stamp.emplace().wall = cache.minute() + Milliseconds(seconds * 1000 + fraction);
  return true;
}

inline void take_text(std::string_view rest, Record& record) noexcept {
  record.text = rest;
  record.closed = record.text.ends_with('"');
  if (record.closed) record.text.remove_suffix(1);
}

// The first column with its tab, as one number.
constexpr std::uint64_t front(const char (&eight)[9]) noexcept {
  std::array<char, 8> characters{};
  std::copy_n(eight, characters.size(), characters.begin());
  return std::bit_cast<std::uint64_t>(characters);
}

struct Front {
  std::uint64_t eight;
  std::size_t length;
  RecordType type;
  bool has_session;
};

constexpr Front usual_fronts[] = {
    {front("\"SMTPD\"\t"), 8, RecordType::smtpd, true},
    {front("\"SMTPC\"\t"), 8, RecordType::smtpc, true},
    {front("\"TCPIP\"\t"), 8, RecordType::tcpip, false},
    {front("\"APPLICA"), 14, RecordType::application, false},
    {front("\"DEBUG\"\t"), 8, RecordType::debug, false},
};

// "8004" and a tab. Needs: eight characters.
inline bool take_column(const char*& at, std::uint64_t& number) noexcept {
  const std::size_t digits = text::digits_in_front(at);
  if (digits == 0 || digits == 8 || at[digits] != '\t') return false;
  number = text::number_in_front(at, digits);
  at += digits + 1;
  return true;
}

// A record as nearly all are written: tabs, few digits, the minute of the record before. False, and
// `record` unspecified, for any other.
inline bool read_usual(std::string_view line, const time::StampCache& cache,
                       Record& record) noexcept {
  constexpr std::size_t longest_columns = 14 + 8 + 8;
  if (line.size() < longest_columns + 1 + length_of_time + 2) return false;
  const char* at = line.data();
  const std::uint64_t eight = text::eight_bytes(at);
  const Front* const known = std::ranges::find(usual_fronts, eight, &Front::eight);
  if (known == std::end(usual_fronts)) return false;
  if (known->length == 14 && !text::starts_with(line.substr(8), "TION\"\t")) return false;
  at += known->length;
  record.type = known->type;
  if (!take_column(at, record.thread)) return false;
  if (!known->has_session) {
    record.session = 0;
  } else if (!take_column(at, record.session)) {
    return false;
  }
  if (*at != '"' || at[1 + 10] != ' ' || at[1 + length_of_time] != '"' ||
      !take_in_kept_minute(at + 1, cache, record.stamp)) {
    return false;
  }
  at += 1 + length_of_time + 1;
  std::string_view rest = line.substr(static_cast<std::size_t>(at - line.data()));
  constexpr std::string_view next = "\t\"";
  if (known->has_session) {
    if (!text::starts_with(rest, next)) return false;
    rest.remove_prefix(next.size());
    const std::size_t end = text::find_near(rest, '"');
    record.peer = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  } else {
    record.peer = {};
  }
  if (!text::starts_with(rest, next)) return false;
  take_text(rest.substr(next.size()), record);
  return true;
}

}  // namespace

bool begins_record(std::string_view text) noexcept {
  Cursor cursor(text);
  std::uint64_t thread = 0;
  return read_type(cursor) != nullptr && skip_separator(cursor) && cursor.take_number(thread) &&
         skip_separator(cursor);
}

bool read_record(std::string_view line, Record& record, time::StampCache* cache) noexcept {
  if (cache != nullptr && read_usual(line, *cache, record)) return true;
  Cursor cursor(line);
  const Type* const type = read_type(cursor);
  if (type == nullptr || !skip_separator(cursor)) return false;
  record = {};
  record.type = type->type;
  if (!cursor.take_number(record.thread) || !skip_separator(cursor)) return false;
  if (type->has_session && (!read_session(cursor, record.session) || !skip_separator(cursor))) {
    return false;
  }
  std::string_view time;
  if (!read_quoted(cursor, time) || !looks_like_time(time)) return false;
  if (type->has_session && (!skip_separator(cursor) || !read_quoted(cursor, record.peer))) {
    return false;
  }
  if (!skip_separator(cursor) || !cursor.skip('"')) return false;
  record.stamp = read_time(time, cache);
  take_text(cursor.rest(), record);
  return true;
}

std::optional<Stamp> read_time(std::string_view text, time::StampCache* cache) noexcept {
  std::optional<Stamp> kept;
  if (cache != nullptr && text.size() == length_of_time &&
      take_in_kept_minute(text.data(), *cache, kept)) {
    return kept;
  }
  Cursor cursor(text);
  Stamp stamp;
  const bool read = time::read_iso8601(cursor, stamp, false, cache) && cursor.at_end();
  return read && !stamp.offset ? std::make_optional(stamp) : std::nullopt;
}

bool is_awstats_line(std::string_view line) noexcept {
  Cursor cursor(line);
  std::string_view field;
  if (!cursor.take_until('\t', field) || field.size() != 19 || !read_time(field)) return false;
  for (int i = 0; i < 4; ++i) {
    if (!cursor.take_until('\t', field)) return false;
  }
  std::uint32_t code = 0;
  std::uint64_t bytes = 0;
  return cursor.skip("SMTP\t?\t") && cursor.take_number(code) && cursor.skip('\t') &&
         cursor.take_number(bytes) && cursor.at_end();
}

}  // namespace curfew::hmailserver
