#pragma once

#include <string_view>

namespace curfew::postfix {

/// "postfix/smtp[427]: 3F2A1B7C9: " stands somewhere in the text: a line about a message, behind
/// something that cannot be read. It has to be told as not understood.
bool holds_message_line(std::string_view text) noexcept;

}  // namespace curfew::postfix
