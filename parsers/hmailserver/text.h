#pragma once

#include <cstdint>
#include <string_view>

#include "curfew/event.h"

namespace curfew::hmailserver {

/// Keeps a text as UTF-8. Bytes from the network stand in the log as they came, texts of Windows in
/// its code page: what is not UTF-8 is taken for Windows-1252.
std::string_view keep_utf8(std::string_view text, Events& events);

std::string_view keep_number(std::uint64_t number, Events& events);

}  // namespace curfew::hmailserver
