#pragma once

#include <vector>

#include "curfew/report.h"

namespace curfew::report {

/// All that somebody has to act on about one remote: one story, whatever its codes and hosts.
struct Story {
  const ReportFinding* main = nullptr;  ///< the gravest
  std::vector<const ReportFinding*> others;
};

/// In the order of their main findings, the gravest first. They live as long as the report.
std::vector<Story> stories_of(const Report& report);

/// The gravest finding about a remote of the report's table; null: none.
const ReportFinding* finding_about(const Report& report, const ReportRemote& remote);

/// The remote, and the code, that a finding is about; null where the table has none.
const ReportRemote* remote_of(const Report& report, const Finding& finding);
const ReportCode* code_of(const Report& report, const Finding& finding);

}  // namespace curfew::report
