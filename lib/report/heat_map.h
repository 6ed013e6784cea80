#pragma once

#include <string>
#include <vector>

#include "curfew/report.h"

namespace curfew::report {

/// Days by hours as SVG: a cell's shade is the share refused, hatched where nobody asked; the
/// finding's windows are outlined from their first day on. Days run down, or across when there are
/// more than ninety. `number` makes its ids differ from other maps' on the page.
std::string heat_map(const ReportFinding& finding, const TimeZone& zone, std::size_t number);

/// The same, summed up over the days since the onset, as 24 bars.
std::string hour_bars(const ReportFinding& finding, const TimeZone& zone, std::size_t number);

/// Contacts by hour of day since the onset.
std::array<GridCell, 24> by_hour(const ReportFinding& finding, const TimeZone& zone);

/// 0 (none refused) to 5 (all): the class of a cell's color.
int shade_of(const GridCell& cell) noexcept;

}  // namespace curfew::report
