#pragma once

#include "curfew/analyzer.h"
#include "curfew/c.h"

namespace curfew::c {

/// The options as this library knows them: those a program of an older header does not have are not
/// set. Null is nothing set. Throws Misuse for a struct that was not begun with the INIT macro.
curfew_options known_options(const curfew_options* given);

/// Throws Error: unknown_zone, bad_value.
AnalyzerOptions analyzer_options(const curfew_options& options);

}  // namespace curfew::c
