#pragma once

#include <cstddef>

#include "curfew/report.h"
#include "page/page.h"

namespace curfew::report {

/// What each of our servers was refused, where there are several: a column each for those that were
/// refused most, a row each for at most so many remotes that refused some of our mail.
void add_sources(const Report& report, std::size_t most, page::Page& page);

}  // namespace curfew::report
