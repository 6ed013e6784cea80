#pragma once

#include <string_view>

#include "text/cursor.h"

namespace curfew::postfix {

/// What an address in a line may be followed by, behind its ">, ".
struct AddressEnd {
  std::string_view next;
  std::string_view or_next;
};

/// Takes "<a@example.net>, ", or "a@example.net, " as some loggers write it. A quoted local part
/// may hold ">, relay=" (RFC 5321 section 4.1.2), before Postfix 3.5 even without quotes: an
/// address ends only where one of the next attributes begins. Leaves the cursor at that attribute.
bool read_address(text::Cursor& cursor, const AddressEnd& end, std::string_view& address) noexcept;

}  // namespace curfew::postfix
