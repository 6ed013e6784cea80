#pragma once

#include "correlate/correlator.h"
#include "curfew/parser.h"
#include "curfew/report.h"

namespace curfew::report {

struct ComposeOptions {
  bool with_buckets = false;
  bool with_findings = true;
  unsigned threads = 1;              ///< remotes are looked at on so many
  const Formats* formats = nullptr;  ///< whose servers give advice; null: none does
};

/// Fills period, totals, remotes, findings and, if asked to, buckets. Needs: the report's zone is
/// set.
void compose(const Correlator& correlator, const ComposeOptions& options, Report& report);

}  // namespace curfew::report
