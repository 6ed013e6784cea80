#include "exim/transcript_line.h"

#include "exim/message_id.h"
#include "time/stamp.h"

namespace curfew::exim {

using text::Cursor;
using text::is_digit;

bool take_outer_stamp(std::string_view& line, Stamp& stamp) noexcept {
  Cursor cursor(line);
  if (line.size() < 21 || line[10] != 'T' || !time::read_iso8601(cursor, stamp) || !stamp.offset ||
      !cursor.skip(' ')) {
    return false;
  }
  line = cursor.rest();
  return true;
}

// "16:09:43   723 " (-d+timestamp+pid), "  723 " (-d+pid: five places at least). A reply's further
// lines stand behind nine blanks, and their codes are no process numbers. What is pasted has often
// lost the blanks in front.
Prefixed read_prefix(std::string_view line) noexcept {
  Cursor cursor(line);
  Cursor ahead = cursor;
  const auto clock = ahead.take_while([](char c) { return is_digit(c) || c == ':' || c == '.'; });
  const bool timed = clock.size() >= 8 && clock[2] == ':' && clock[5] == ':' && ahead.skip(' ');
  if (timed) cursor = ahead;
  ahead = cursor;
  ahead.skip_blanks();
  const std::size_t blanks = cursor.rest().size() - ahead.rest().size();
  const std::string_view pid = ahead.take_while(is_digit);
  const bool aligned = blanks < 5 && pid.size() + blanks >= 5;
  const bool is_number = !pid.empty() && pid.size() <= 10 && (timed || blanks < 5);
  if (!is_number || !ahead.skip(' ')) return {.pid = {}, .text = cursor.rest()};
  const std::string_view behind = ahead.rest();
  const bool doubtful = !timed && !aligned;
  if (doubtful && (behind.empty() || (blanks != 0 && !is_telling(behind)))) {
    return {.pid = {}, .text = cursor.rest()};
  }
  return {.pid = pid, .text = behind, .doubtful = doubtful};
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
         !delivered_id(text).empty();
}

std::string_view delivered_id(std::string_view text) noexcept {
  constexpr std::string_view word = "delivering ";
  if (!text.starts_with(word)) return {};
  const std::string_view behind = text.substr(word.size());
  return behind.substr(0, message_id_length(behind));
}

bool is_prompt(std::string_view text) noexcept {
  return (text.starts_with("# ") || text.starts_with("$ ")) && text.find("exim") != text.npos;
}

bool is_transcript_line(std::string_view line) noexcept {
  Stamp stamp;
  take_outer_stamp(line, stamp);
  return is_telling(read_prefix(line).text);
}

}  // namespace curfew::exim
