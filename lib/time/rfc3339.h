#pragma once

#include <string>

#include "curfew/time.h"

namespace curfew::time {

/// As curfew::rfc3339, behind what stands in `out`.
void append_rfc3339(std::string& out, Instant at, const TimeZone& zone = {});

}  // namespace curfew::time
