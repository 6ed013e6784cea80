#pragma once

#include "curfew/finding.h"

namespace curfew::verdict {

/// How much of the time from one moment to another lies within the finding's closed hours, while
/// they held.
Milliseconds closed_time(const Finding& finding, Instant from, Instant to);

}  // namespace curfew::verdict
