#pragma once

#include "curfew/report.h"
#include "page/page.h"

namespace curfew::report {

/// All mail week by week, or month by month of more than half a year; nothing of less than eight
/// weeks.
void add_trend(const Report& report, page::Page& page);

}  // namespace curfew::report
