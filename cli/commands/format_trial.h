#pragma once

#include <string>
#include <vector>

#include "command_line.h"

namespace curfew::cli {

/// Reads logs (the second word and those behind it; standard input where there is none) by the
/// definition in a file (the first word), and shows which lines it knew, what they gave, and what
/// was not known. Throws Error.
int try_format(const CommandLine& line, const std::vector<std::string>& words);

}  // namespace curfew::cli
