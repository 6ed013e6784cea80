#pragma once

#include <string>
#include <string_view>

#include "command_line.h"

namespace curfew::cli {

/// The shell command that shows what is longer than the terminal: --pager, PAGER, else less. Empty
/// where none is wanted: --no-pager, another output than a terminal, a terminal without a cursor,
/// `cat`.
std::string pager_of(const CommandLine& line);

bool is_longer_than_terminal(std::string_view text) noexcept;

/// Runs the pager with the text on its standard input and waits for it; false when it could not be
/// run. That the reader leaves early is no failure.
bool show_through(const std::string& pager, std::string_view text);

}  // namespace curfew::cli
