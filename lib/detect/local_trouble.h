#pragma once

#include <vector>

#include "correlate/aggregate_state.h"
#include "curfew/aggregates.h"
#include "curfew/finding.h"
#include "curfew/names.h"

namespace curfew::detect {

/// Recognizes that it is us: a window (or an outage) that at least three remotes share, and at
/// least half of those that were tried at these times, is a cause on our side. Their findings
/// become `local`.
void find_local_trouble(const std::vector<correlate::RemoteAggregate>& remotes,
                        std::vector<Finding>& findings);

}  // namespace curfew::detect
