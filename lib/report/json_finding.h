#pragma once

#include "curfew/report.h"
#include "text/json.h"

namespace curfew::report {

/// A finding as it stands in curfew-summary/1; times of day in its windows' zone, moments in
/// the report's. The texts are untrusted.
text::Json finding_json(const ReportFinding& one, const Report& report);

}  // namespace curfew::report
