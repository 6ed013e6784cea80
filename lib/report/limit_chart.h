#pragma once

#include "curfew/finding.h"
#include "page/page.h"

namespace curfew::report {

/// Tries by what a limit counts, with the limit; of a finding that has amounts.
page::LimitChart limit_chart_of(const Finding& finding, const AmountBars& amounts);

}  // namespace curfew::report
