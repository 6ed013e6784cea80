#pragma once

#include "command_line.h"
#include "curfew/parser.h"

namespace curfew::cli {

/// The built-in formats, and those of --formats behind them. Throws Error
/// (bad_definition).
Formats known_formats(const CommandLine& line);

}  // namespace curfew::cli
