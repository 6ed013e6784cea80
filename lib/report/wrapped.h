#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

#include "curfew/report.h"

namespace curfew::report {

/// Writes `text` and a line end, broken at blanks so that no line has more than `width` columns; a
/// word that is longer stands whole on a line of its own, so that an address can be copied. `first`
/// stands before the first line, `next` before the others. `text` is already clean for a terminal.
void write_wrapped(const std::string& text, const char* first, const char* next, std::size_t width,
                   std::ostream& out);

/// How wide lines of counts and notes may be; into a pipe they are never broken.
inline std::size_t line_width(const TextOptions& options) noexcept {
  return options.break_lines ? options.width : std::string::npos;
}

}  // namespace curfew::report
