#include "postfix/inner_line.h"

#include "postfix/queue_id.h"
#include "text/cursor.h"

namespace curfew::postfix {
namespace {

bool is_of_tag(char c) noexcept {
  return text::is_alphanumeric(c) || c == '/' || c == '-' || c == '_' || c == '.';
}

// "/smtp[427]: 3F2A1B7C9: ", behind "postfix".
bool continues(text::Cursor cursor) noexcept {
  if (cursor.take_while(is_of_tag).find('/') == std::string_view::npos) return false;
  if (cursor.skip('[') && cursor.take_while(text::is_digit).empty()) return false;
  cursor.skip(']');
  cursor.skip(':');
  if (!cursor.skip(' ')) return false;
  std::string_view id;
  return cursor.take_until_near(':', id) && is_queue_id(id) && cursor.peek() == ' ';
}

}  // namespace

bool holds_message_line(std::string_view text) noexcept {
  constexpr std::string_view name = "postfix";
  for (std::size_t at = text::find_word(text, name); at != text.npos;
       at = text::find_word(text, name)) {
    text.remove_prefix(at + name.size());
    if (continues(text::Cursor(text))) return true;
  }
  return false;
}

}  // namespace curfew::postfix
