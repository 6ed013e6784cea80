#pragma once

#include <string_view>

#include "curfew/time.h"

namespace curfew::cli {

/// A moment as people type it, wall clock in `zone`: "2020-06-02", "2020-06-02 17:00[:SS]", RFC
/// 3339, "now", "today", "yesterday", "-2d", "2 days ago", "@1591142400". Throws UsageError naming
/// `option`.
Instant read_moment(std::string_view option, std::string_view words, const TimeZone& zone,
                    Instant now);

/// "24h", "7d", "4w", "90m". Throws UsageError naming `option`.
Milliseconds read_span(std::string_view option, std::string_view words);

}  // namespace curfew::cli
