#pragma once

#include <string>
#include <string_view>

namespace curfew::text {

/// Appends untrusted text as text of a page, in element or quoted attribute: markup is escaped,
/// control characters and characters that turn or hide text are shown as on a terminal
/// (append_for_terminal). At most `most` characters.
void append_html(std::string& out, std::string_view text, std::size_t most = 400);

}  // namespace curfew::text
