#pragma once

#include <string>

#include "curfew/time.h"
#include "text/grouped.h"

namespace curfew::report {

using text::counted;
using text::grouped;

/// "9 h 40 min", "12 min", "8 s".
std::string duration(Milliseconds time);

/// The same in one unit: "9.7 h", "12 min", "3 d".
std::string short_duration(Milliseconds time);

/// "17:00" for 17, "24:00" never: 24 is "00:00".
std::string clock_hour(int hour);

}  // namespace curfew::report
