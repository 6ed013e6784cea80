#pragma once

#include <cstdint>

namespace curfew::verdict {

/// In seconds, as limits state the time they count.
inline constexpr std::int64_t minute = 60;
inline constexpr std::int64_t hour = 3600;
inline constexpr std::int64_t day = 86400;

}  // namespace curfew::verdict
