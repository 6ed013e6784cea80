#pragma once

#include "curfew/time.h"

namespace curfew::report {

/// How a zone or a year was found, for people; `option` names the option that may have said it.
const char* why(ClockSource source, const char* option) noexcept;

}  // namespace curfew::report
