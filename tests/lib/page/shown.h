#pragma once

#include <sstream>
#include <string>

#include "page/html_page.h"
#include "page/text_page.h"

namespace curfew::page {

/// The page as a terminal shows it, broken at the width.
inline std::string shown(const Page& page, std::size_t width = 80, TextPageOptions options = {}) {
  options.width = width;
  options.break_lines = true;
  std::ostringstream out;
  write_text_page(page, out, options);
  return out.str();
}

inline std::string html(const Page& page) {
  std::ostringstream out;
  write_html_blocks(page, out);
  return out.str();
}

}  // namespace curfew::page
