#pragma once

#include <string>

#include "curfew/finding.h"

namespace curfew::scenarios {

/// A finding in a few lines, with what spoke for it.
std::string explained(const Finding& finding);

}  // namespace curfew::scenarios
