#pragma once

#include <string_view>

#include "curfew/time.h"

namespace curfew::definition {

/// How long something took, as servers write it: "1.25" (seconds), "12s", "129ms", "1h2m3s",
/// "00:28:00", "1+20:38:23" (days in front). Negative where it is none of these.
Milliseconds read_span(std::string_view text) noexcept;

}  // namespace curfew::definition
