#include "parse/reply.h"

#include <cstring>

#include "text/cursor.h"

namespace curfew::parse {
namespace {

using text::is_digit;

// "421", "421 text", "421-text"
bool begins_with_code(std::string_view text) noexcept {
  return text.size() >= 3 && text[0] >= '2' && text[0] <= '5' && is_digit(text[1]) &&
         is_digit(text[2]) && (text.size() == 3 || text[3] == ' ' || text[3] == '-');
}

std::uint16_t leading_code(std::string_view text) noexcept {
  return static_cast<std::uint16_t>((text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0'));
}

// Where the line at the front ends. Joined by a blank, only the code itself shows where a line
// begins: " 450-" anywhere, " 450 " for the last line.
std::size_t end_of_line(std::string_view rest, std::string_view line_break,
                        std::string_view code) noexcept {
  std::size_t at = rest.find(line_break);
  if (line_break != " ") return at;
  std::size_t last = std::string_view::npos;
  while (at != std::string_view::npos) {
    const std::string_view next = rest.substr(at + 1);
    if (next.starts_with(code)) {
      if (next.size() > 3 && next[3] == '-') return at;
      if (next.size() == 3 || next[3] == ' ') last = at;
    }
    at = rest.find(' ', at + 1);
  }
  return last;
}

void strip_begin(std::string_view& text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

void strip_end(std::string_view& text) noexcept {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
}

// "4.7.1 text" behind the code and its blank or hyphen. A class other than 2, 4 or 5 is no code.
void read_text(std::string_view& text, EnhancedCode& enhanced) noexcept {
  strip_begin(text);
  if (const EnhancedCode found = take_enhanced_code(text)) enhanced = found;
}

}  // namespace

Reply read_reply(std::string_view raw, std::string_view line_break, Events& events) {
  strip_end(raw);
  if (!begins_with_code(raw)) return {.code = 0, .enhanced = {}, .text = raw};
  Reply reply{.code = leading_code(raw), .enhanced = {}, .text = {}};
  const std::string_view code = raw.substr(0, 3);
  const bool longer = line_break == " " ? raw.size() > 3 && raw[3] == '-'
                                        : raw.find(line_break) != std::string_view::npos;
  if (!longer) {
    reply.text = raw.substr(raw.size() == 3 ? 3 : 4);
    read_text(reply.text, reply.enhanced);
    return reply;
  }
  char* const room = events.room(raw.size());
  std::size_t used = 0;
  std::string_view rest = raw;
  while (!rest.empty()) {
    const std::size_t end = end_of_line(rest, line_break, code);
    std::string_view line = rest.substr(0, end);
    rest =
        end == std::string_view::npos ? std::string_view{} : rest.substr(end + line_break.size());
    // The lines of a reply share one code: another number, or none, is the remote's text.
    if (begins_with_code(line) && line.starts_with(code)) {
      line.remove_prefix(line.size() == 3 ? 3 : 4);
      read_text(line, reply.enhanced);
    }
    strip_begin(line);
    strip_end(line);
    if (line.empty()) continue;
    if (used != 0) room[used++] = ' ';
    std::memcpy(room + used, line.data(), line.size());
    used += line.size();
  }
  reply.text = events.keep_written(room, used);
  return reply;
}

}  // namespace curfew::parse
