#pragma once

#include <cstddef>

#include "curfew/report.h"
#include "page/page.h"

namespace curfew::report {

/// "7,737 lines: 4,899 about mail, 2,838 of no use here, 0 not understood".
std::string lines_words(const Report& report);

/// How the logs were read: lines, clocks, warnings, and what became of all mail.
void add_how_read(const Report& report, std::size_t most_logs, page::Page& page);

}  // namespace curfew::report
