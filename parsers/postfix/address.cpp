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

}  // namespace

bool read_address(text::Cursor& cursor, const AddressEnd& end, std::string_view& address) noexcept {
  if (cursor.peek() != '<') return cursor.take_until(", ", address);
  const std::string_view rest = cursor.rest().substr(1);
  std::size_t at = rest.starts_with('"') ? end_of_quotes(rest) : 0;
  for (at = rest.find(">, ", at); at != std::string_view::npos; at = rest.find(">, ", at + 1)) {
    const std::string_view next = rest.substr(at + 3);
    if (!next.starts_with(end.next) && !next.starts_with(end.or_next)) continue;
    address = rest.substr(0, at);
    cursor.advance(at + 4);
    return true;
  }
  return false;
}

}  // namespace curfew::postfix
