#pragma once

#include <string>
#include <string_view>

namespace curfew::cli {

/// Untrusted text as a JSON string with its quotes, cleaned as printable() does and in ASCII.
std::string json_text(std::string_view text);

}  // namespace curfew::cli
