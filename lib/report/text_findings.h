#pragma once

#include <iosfwd>

#include "curfew/report.h"

namespace curfew::report {

/// Whether any finding is worth a line on the page.
bool any_to_show(const Report& report);

/// The findings: how many there are, the patterns drawn in full, a sentence for each of the others.
void write_findings(const Report& report, const TextOptions& options, std::ostream& out);

}  // namespace curfew::report
