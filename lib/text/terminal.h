#pragma once

#include <string>
#include <string_view>

namespace curfew::text {

/// Appends untrusted text so that a terminal shows it and does nothing else: control characters
/// (C0, DEL, C1) and stray bytes as "\x1b", characters that turn text, end a line or are not seen
/// (bidi controls, zero width, fillers, variation selectors, tags) as "<U+202E>". At most `most`
/// characters, then "...".
void append_for_terminal(std::string& out, std::string_view text, std::size_t most = 200);

/// How many columns UTF-8 text takes that append_for_terminal or we ourselves wrote (no wide ones).
std::size_t columns(std::string_view text) noexcept;

}  // namespace curfew::text
