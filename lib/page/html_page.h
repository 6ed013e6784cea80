#pragma once

#include <iosfwd>

#include "page/page.h"

namespace curfew::page {

/// Writes a page as what stands in the body of a browser's page. The classes are those of the style
/// sheet.
void write_html_page(const Page& page, std::ostream& out);

}  // namespace curfew::page
