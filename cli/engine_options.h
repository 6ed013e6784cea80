#pragma once

#include <string>

#include "command_line.h"
#include "curfew/engine.h"

namespace curfew::cli {

/// The engine at `url`, and who asks: by --credentials, else by the environment. Throws UsageError.
EngineAddress engine_address(const CommandLine& line, const std::string& url);

}  // namespace curfew::cli
