#pragma once

#include <optional>

#include "curfew/finding.h"
#include "verdict/evidence.h"

namespace curfew::verdict {

/// Of each held delivery: the time within the finding's windows is the remote's, the rest ours.
/// Where there are no windows the remote's share ends with the first mail it took from us after the
/// last deferral; greylisting's with its delay.
std::optional<WaitShares> wait_shares(const Finding& finding, const Evidence& evidence);

}  // namespace curfew::verdict
