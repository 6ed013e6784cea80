#pragma once

#include <array>
#include <chrono>
#include <string>

namespace curfew::report {

/// Monday first.
inline constexpr std::array<const char*, 7> weekdays{"Mon", "Tue", "Wed", "Thu",
                                                     "Fri", "Sat", "Sun"};
/// The first three letters are the short name.
inline constexpr std::array<const char*, 12> months{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

/// "17:00" of the seconds since midnight, or since Monday 00:00.
std::string time_of_day(std::chrono::seconds into_period);

/// "Sat 02:00" of the seconds since Monday 00:00.
std::string time_of_week(std::chrono::seconds into_week);

}  // namespace curfew::report
