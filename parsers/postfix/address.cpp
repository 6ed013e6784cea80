#include "postfix/address.h"

namespace curfew::postfix {
namespace {

// The place of the closing quote, 0 when there is none.
std::size_t end_of_quotes(std::string_view text) noexcept {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at;
    }
  }
  return 0;
}

// Where ">, " stands from `at` on.
std::size_t next_end(std::string_view text, std::size_t at) noexcept {
  while (at < text.size()) {
    const std::size_t found = text::find_pair(text.substr(at), '>', ',');
    if (found == std::string_view::npos) break;
    at += found;
    if (at + 2 < text.size() && text[at + 2] == ' ') return at;
    ++at;
  }
  return std::string_view::npos;
}

}  // namespace

bool read_address(text::Cursor& cursor, const AddressEnd& end, std::string_view& address) noexcept {
  if (cursor.peek() != '<') return cursor.take_until(", ", address);
  const std::string_view rest = cursor.rest().substr(1);
  std::size_t at = rest.starts_with('"') ? end_of_quotes(rest) : 0;
  for (at = next_end(rest, at); at != std::string_view::npos; at = next_end(rest, at + 1)) {
    const std::string_view next = rest.substr(at + 3);
    if (!text::starts_with_rare(next, end.next) && !text::starts_with_rare(next, end.or_next)) {
      continue;
    }
    address = rest.substr(0, at);
    cursor.advance(at + 4);
    return true;
  }
  return false;
}

}  // namespace curfew::postfix
