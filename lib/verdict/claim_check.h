#pragma once

#include <optional>
#include <string_view>

#include "curfew/finding.h"
#include "verdict/evidence.h"

namespace curfew::verdict {

/// Puts the claim to the test; nothing where it is none. Untrusted text are in it only as
/// `provider`.
std::optional<ClaimCheck> check(const Claim& claim, std::string_view provider,
                                const Finding& finding, const Evidence& evidence);

}  // namespace curfew::verdict
