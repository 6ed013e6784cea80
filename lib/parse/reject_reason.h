#pragma once

#include <string_view>

#include "curfew/event.h"

namespace curfew::parse {

/// Why our server turned something away, by the words of its reply: those of the servers
/// themselves, of well-known services, and of rules that many servers share. Case does not matter.
/// Looks at the front of the text only. Never `none`.
RejectReason reject_reason(std::string_view text, Stage stage) noexcept;

}  // namespace curfew::parse
