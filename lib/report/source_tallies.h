#pragma once

#include "correlate/correlator.h"
#include "curfew/report.h"

namespace curfew::report {

/// What each of our servers was refused, in all and by the report's remotes, which must be there;
/// nothing where there is one.
void add_sources(const Correlator& correlator, unsigned threads, Report& report);

}  // namespace curfew::report
