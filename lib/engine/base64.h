#pragma once

#include <string>
#include <string_view>

namespace curfew::engine {

/// RFC 4648, section 4, with padding.
std::string base64(std::string_view bytes);
/// False where the text is something else.
bool read_base64(std::string_view text, std::string& bytes);

}  // namespace curfew::engine
