#pragma once

#include "curfew/definition.h"

namespace curfew {

/// Adds those of parsers/definitions, by name.
void add_shipped_definitions(Formats& formats);

}  // namespace curfew
