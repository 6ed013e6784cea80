#include "parse/envelope/line_front.h"

#include <algorithm>

#include "parse/envelope/json_object.h"
#include "parse/envelope/loose_stamp.h"
#include "text/cursor.h"

namespace curfew::parse {
namespace {

using text::Cursor;

// Paths are longer than names; a log line's own text is not searched.
constexpr std::size_t longest_name = 255;
constexpr std::size_t most_words = 3;  // "pod container stamp"

bool is_mark(char c) noexcept {
  return c == ' ' || c == '\t' || c == '>' || c == '|' || c == '`' || c == '*';
}

void skip_marks(Cursor& cursor) noexcept {
  constexpr std::string_view no_break_space = "\xC2\xA0";
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  while (!cursor.take_while(is_mark).empty() || cursor.skip(no_break_space) ||
         cursor.skip(byte_order_mark)) {
  }
}

// "queue: will retry\t{...}": a message and what belongs to it, as an object.
bool ends_message(std::string_view before_tab, std::string_view behind) noexcept {
  return before_tab.find(' ') != before_tab.npos && begins_object(behind);
}

// "#Date: 2026-01-15T17:30:00.000Z": the head of a log of records.
bool is_remark(std::string_view line) noexcept {
  return line.size() > 1 && line[0] == '#' && text::is_letter(line[1]);
}

// "mail.log:", "mail.log-12-", "12:": grep's colon, or the hyphen of its context lines.
bool skip_name(Cursor& cursor, std::size_t longest) noexcept {
  const std::string_view rest = cursor.rest();
  const std::string_view near = rest.substr(0, std::min(rest.size(), longest));
  for (std::size_t at = near.find_first_of(":-\t"); at != near.npos;
       at = near.find_first_of(":-\t", at + 1)) {
    Cursor behind(rest.substr(at + 1));
    skip_marks(behind);
    if (!begins_log_line(behind.rest())) continue;
    if (rest[at] == '\t' && ends_message(rest.substr(0, at), behind.rest())) continue;
    cursor = behind;
    return true;
  }
  return false;
}

// "[pod/mail-0/mail] ", "mail-0 mail ", "   12 ": as few words as will do.
bool skip_words(Cursor& cursor) noexcept {
  Cursor ahead = cursor;
  for (std::size_t word = 0; word < most_words; ++word) {
    if (ahead.take_word().size() > longest_name || ahead.at_end()) return false;
    skip_marks(ahead);
    if (!begins_log_line(ahead.rest())) continue;
    cursor = ahead;
    return true;
  }
  return false;
}

bool is_of_type(char c) noexcept {
  return text::is_upper(c) || text::is_digit(c);
}

// "\"SMTPD\"\t", "\"POP3C\"\t": the type of a record of quoted fields. Pasted, it has lost its
// tabs.
bool begins_record(Cursor cursor) noexcept {
  return cursor.skip('"') && !cursor.take_while(is_of_type).empty() && cursor.skip('"') &&
         (cursor.peek() == '\t' || cursor.peek() == ' ');
}

}  // namespace

bool begins_log_line(std::string_view text) noexcept {
  Cursor cursor(text);
  Stamp stamp;
  return take_loose_stamp(cursor, stamp) || begins_record(cursor) || begins_object(text);
}

std::string_view without_front(std::string_view line) noexcept {
  Cursor cursor(line);
  skip_marks(cursor);
  if (is_remark(cursor.rest())) return line;
  const std::size_t word = std::min(cursor.rest().find(' '), longest_name);
  if (begins_log_line(cursor.rest()) || skip_name(cursor, word) || skip_words(cursor) ||
      skip_name(cursor, longest_name)) {
    return cursor.rest();
  }
  return line;
}

bool is_between_lines(std::string_view line) noexcept {
  if (line.empty() || text::is_alphanumeric(line.front())) return false;
  Cursor cursor(line);
  cursor.take_while([](char c) { return is_mark(c) && c != '`'; });
  const std::string_view rest = cursor.rest();
  if (rest == "--" || (rest.starts_with("==> ") && rest.ends_with(" <=="))) return true;
  constexpr std::size_t longest = 40;
  const char mark = cursor.peek();
  if ((mark != '`' && mark != '~') || line.size() > longest) return false;
  const std::string_view marks = cursor.take_while([mark](char c) { return c == mark; });
  cursor.take_while(text::is_alphanumeric);
  return marks.size() >= 3 && cursor.at_end();
}

}  // namespace curfew::parse
