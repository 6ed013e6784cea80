#pragma once

#include <string>

#include "commands/commands.h"

namespace curfew::cli {

/// The man page curfew(1), in the mdoc language.
std::string manual();

/// The man page of a command, curfew-COMMAND(1).
std::string manual(const Command& command);

}  // namespace curfew::cli
