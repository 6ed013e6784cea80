#include "exim/transcript_line.h"

#include "exim/message_id.h"

namespace curfew::exim {

using text::Cursor;
using text::is_digit;

// "16:09:43   723 " (-d+timestamp+pid), "  723 " (-d+pid: five places at least). A reply's further
// lines stand behind nine blanks, and their codes are no process numbers.
std::string_view without_prefix(std::string_view line) noexcept {
  Cursor cursor(line);
  Cursor ahead = cursor;
  const auto clock = ahead.take_while([](char c) { return is_digit(c) || c == ':' || c == '.'; });
  const bool timed = clock.size() >= 8 && clock[2] == ':' && clock[5] == ':' && ahead.skip(' ');
  if (timed) cursor = ahead;
  ahead = cursor;
  ahead.skip_blanks();
  const std::size_t blanks = cursor.rest().size() - ahead.rest().size();
  const std::size_t digits = ahead.take_while(is_digit).size();
  const bool aligned = blanks < 5 && digits + blanks >= 5;
  if (digits > 0 && digits <= 10 && (timed || aligned) && ahead.skip(' ')) return ahead.rest();
  return cursor.rest();
}

std::string_view without_indent(std::string_view text) noexcept {
  Cursor cursor(text);
  cursor.skip_blanks();
  return cursor.rest();
}

bool begins_with_code(std::string_view text) noexcept {
  return text.size() >= 3 && text[0] >= '2' && text[0] <= '5' && is_digit(text[1]) &&
         is_digit(text[2]) && (text.size() == 3 || text[3] == ' ' || text[3] == '-');
}

bool skip_sent_mark(Cursor& cursor) noexcept {
  return cursor.skip("SMTP>> ") || cursor.skip("SMTP|> ") || cursor.skip("SMTP+> ") ||
         cursor.skip("LMTP>> ");
}

bool skip_received_mark(Cursor& cursor) noexcept {
  return cursor.skip("SMTP<< ") || cursor.skip("LMTP<< ");
}

bool is_log_mark(std::string_view text) noexcept {
  if (!text.starts_with("LOG: ")) return false;
  return text.find("MAIN") != text.npos || text.find("PANIC") != text.npos ||
         text.find("REJECT") != text.npos;
}

bool is_connecting(std::string_view text) noexcept {
  return text.starts_with("Connecting to ") && text.find(" [") != text.npos;
}

bool is_telling(std::string_view text) noexcept {
  Cursor cursor(without_indent(text));
  if (skip_received_mark(cursor) || skip_sent_mark(cursor)) return !cursor.at_end();
  return is_log_mark(text) || is_connecting(text) || text.starts_with("cmdlog: '") ||
         cursor.rest().starts_with("SMTP(") ||
         (text.starts_with("Exim version ") && text.find(" pid=") != text.npos) ||
         (text.starts_with("delivering ") && message_id_length(text.substr(11)) != 0);
}

bool is_prompt(std::string_view text) noexcept {
  return (text.starts_with("# ") || text.starts_with("$ ")) && text.find("exim") != text.npos;
}

bool is_transcript_line(std::string_view line) noexcept {
  return is_telling(without_prefix(line));
}

}  // namespace curfew::exim
