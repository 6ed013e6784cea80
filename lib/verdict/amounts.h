#pragma once

#include <optional>

#include "verdict/evidence.h"

namespace curfew::verdict {

/// Tries by what the rule of a finding counts; nothing where it counts nothing.
std::optional<AmountBars> amounts_of(const Finding& finding, const Evidence& evidence);

}  // namespace curfew::verdict
