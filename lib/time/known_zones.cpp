#include "time/known_zones.h"

#include <algorithm>
#include <array>

namespace curfew::time {
namespace {

// A zone or two for each set of rules that much mail is written under.
constexpr std::array<std::string_view, 34> known{"UTC",
                                                 "America/New_York",
                                                 "America/Chicago",
                                                 "America/Denver",
                                                 "America/Los_Angeles",
                                                 "America/Phoenix",
                                                 "Europe/London",
                                                 "Europe/Berlin",
                                                 "Europe/Paris",
                                                 "Europe/Athens",
                                                 "Europe/Istanbul",
                                                 "Europe/Moscow",
                                                 "Asia/Dubai",
                                                 "Asia/Kolkata",
                                                 "Asia/Shanghai",
                                                 "Asia/Tokyo",
                                                 "Australia/Sydney",
                                                 "America/Sao_Paulo",
                                                 "America/Toronto",
                                                 "America/Halifax",
                                                 "America/Mexico_City",
                                                 "America/Bogota",
                                                 "America/Argentina/Buenos_Aires",
                                                 "America/Santiago",
                                                 "America/Anchorage",
                                                 "Pacific/Honolulu",
                                                 "Africa/Cairo",
                                                 "Africa/Johannesburg",
                                                 "Africa/Lagos",
                                                 "Asia/Jerusalem",
                                                 "Asia/Singapore",
                                                 "Australia/Perth",
                                                 "Australia/Brisbane",
                                                 "Pacific/Auckland"};

}  // namespace

std::size_t fame_of(std::string_view zone) noexcept {
  return static_cast<std::size_t>(std::ranges::find(known, zone) - known.begin());
}

}  // namespace curfew::time
