#pragma once

#include <iosfwd>

#include "curfew/report.h"

namespace curfew::report {

/// Whether any finding is worth a line on the page.
bool any_to_show(const Report& report);

/// The findings: how many there are, the patterns drawn in full, a sentence for each of the others.
void write_findings(const Report& report, const TextOptions& options, std::ostream& out);

/// A sentence for each finding that says too little for a line on the page; for -v.
void write_quiet(const Report& report, const TextOptions& options, std::ostream& out);

}  // namespace curfew::report
