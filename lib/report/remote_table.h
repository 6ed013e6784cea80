#pragma once

#include <cstddef>

#include "curfew/report.h"
#include "page/page.h"

namespace curfew::report {

/// All remotes, those that refused most first: a row each, at most so many; then how many took all
/// our mail.
void add_remotes(const Report& report, std::size_t most, page::Page& page);

}  // namespace curfew::report
