#pragma once

#include "page/page.h"
#include "report/card.h"

namespace curfew::report {

/// The days of a finding, with its hours outlined, in the report's zone.
page::DayMap day_map_of(const ReportFinding& one, const Report& report, const CardOptions& options);

/// The tries by hour of day since the first refusal, where it is known, as a table in a fold.
void add_hours(const ReportFinding& one, const Report& report, page::Page& page);

}  // namespace curfew::report
