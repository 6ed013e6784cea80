#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "correlate/ledger.h"
#include "curfew/report.h"
#include "text/names.h"

namespace curfew::report {

/// The contacts of these series by day and half hour of the zone: refusals of the series whose code
/// is `code` (empty: any), and acceptances. At most ReportFinding::most_days, the newest.
std::vector<GridDay> grid_of(std::span<const BucketSeries> series, const Names& names,
                             std::string_view code, const TimeZone& zone);

}  // namespace curfew::report
