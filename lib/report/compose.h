#pragma once

#include <vector>

#include "curfew/correlator.h"
#include "curfew/report.h"

namespace curfew::report {

/// The input whose clock a report is drawn in when nobody said otherwise: the first that had stamps
/// without an offset and whose zone was given or learned. Null when there is none.
const ReportInput* clock_of(const std::vector<ReportInput>& inputs) noexcept;

/// Fills period, totals, remotes and, if asked to, buckets. Needs: the report's zone is set.
void compose(const Correlator& correlator, bool with_buckets, Report& report);

}  // namespace curfew::report
