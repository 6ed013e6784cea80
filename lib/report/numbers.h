#pragma once

#include <cstdint>
#include <string>

#include "curfew/time.h"

namespace curfew::report {

/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number);

/// "3,537 contacts", "1 contact".
std::string counted(std::uint64_t number, const char* one, const char* many);

/// "9 h 40 min", "12 min", "8 s".
std::string duration(Milliseconds time);

/// "17:00" for 17, "24:00" never: 24 is "00:00".
std::string clock_hour(int hour);

}  // namespace curfew::report
