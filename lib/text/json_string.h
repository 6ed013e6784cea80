#pragma once

#include <string>
#include <string_view>

namespace curfew::text {

/// Appends the text as a JSON string with its quotes, in ASCII: control characters and everything
/// beyond ASCII as \uXXXX, so that no terminal or page acts on it; bytes that are no UTF-8 as
/// U+FFFD. RFC 8259 section 7.
void append_json_string(std::string& out, std::string_view text);

}  // namespace curfew::text
