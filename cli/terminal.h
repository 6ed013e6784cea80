#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "command_line.h"
#include "curfew/error.h"

namespace curfew::cli {

bool input_is_terminal() noexcept;
bool output_is_terminal() noexcept;

/// Standard error is a terminal on which a line can be drawn again.
bool errors_are_drawable() noexcept;

/// Columns of the terminal; 100 where the output is none.
std::size_t output_width() noexcept;

/// --color, NO_COLOR, CLICOLOR_FORCE, TERM. Throws UsageError.
bool wants_color(const CommandLine& line);

/// "curfew: sentence", the remedy indented below it, on standard error. Untrusted text in it (file
/// names) is cleaned.
void complain(std::string_view sentence, std::string_view remedy);
/// The same of an error of the library, with what to type.
void complain(const Error& error);

}  // namespace curfew::cli
