#pragma once

#include <cstddef>
#include <iosfwd>

#include "page/page.h"

namespace curfew::page {

struct TextPageOptions {
  std::size_t width = 100;  ///< columns
  bool color = false;
  bool ascii = false;  ///< no block characters
  /// Headings, paragraphs and lists are broken at the width, too: for a terminal. What goes into a
  /// pipe is searched by line.
  bool break_lines = false;
};

/// Writes pages for a terminal or a pipe.
void write_text_page(const Page& page, std::ostream& out, const TextPageOptions& options);

}  // namespace curfew::page
