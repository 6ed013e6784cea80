#pragma once

#include <iosfwd>
#include <string>

#include "page/page.h"

namespace curfew::page {

/// What stands around a page for a browser.
struct HtmlFrame {
  Text title;  ///< of the window
  Text read;   ///< in a line on top: what was read
  Text end;    ///< in the last line
};

/// Writes the blocks of a page as what stands in the main part of a page for a browser.
void write_html_blocks(const Page& page, std::ostream& out);

/// Writes a page for a browser, whole in itself: no script, nothing fetched. The same page gives
/// the same bytes.
void write_html_page(const Page& page, const HtmlFrame& frame, std::ostream& out);

}  // namespace curfew::page
