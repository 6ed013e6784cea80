#pragma once

#include <string_view>
#include <unordered_map>
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

/// The gravest finding about each remote. Lives no longer than the report.
class GravestFindings {
 public:
  explicit GravestFindings(const Report& report);
  /// Null where there is none.
  const ReportFinding* about(const ReportRemote& remote) const;

 private:
  std::unordered_map<std::string_view, const ReportFinding*> by_remote_;
};

/// Whether it refused some of our mail, or our server did not try because it had been refused.
bool has_refused(const Tally& tally) noexcept;

/// The remote, and the code, that a finding is about; null where the table has none.
const ReportRemote* remote_of(const Report& report, const Finding& finding);
const ReportCode* code_of(const Report& report, const Finding& finding);

}  // namespace curfew::report
