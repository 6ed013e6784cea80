#pragma once

#include "curfew/export.h"
#include "curfew/parser.h"

namespace curfew {

/// The formats this library brings: Postfix, Exim and hMailServer, and the definitions of other
/// servers.
CURFEW_API Formats builtin_formats();

}  // namespace curfew
