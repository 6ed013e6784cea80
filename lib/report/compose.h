#pragma once

#include "curfew/correlator.h"
#include "curfew/report.h"

namespace curfew::report {

/// Fills period, totals, remotes and, if asked to, buckets. Needs: the report's zone is set.
void compose(const Correlator& correlator, bool with_buckets, Report& report);

}  // namespace curfew::report
