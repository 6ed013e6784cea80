#pragma once

#include "curfew/daily.h"

namespace curfew::daily {

/// Puts the periods into the report that its own can be compared with: the equally long one before
/// it, and the same a week before; only what the logs cover.
void put_comparisons(DailyReport& report, const Period& period);

}  // namespace curfew::daily
