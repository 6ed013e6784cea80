#pragma once

#include <string_view>
#include "curfew/time.h"

namespace curfew::report {

/// How a zone or a year was found, for people; `option` is what the program calls the option that
/// may have said it, or empty.
std::string_view why(ClockSource source, std::string_view option = {}) noexcept;

}  // namespace curfew::report
