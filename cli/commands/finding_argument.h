#pragma once

#include <string>

#include "command_line.h"
#include "curfew/report.h"

namespace curfew::cli {

/// Takes the id of a finding off the front of the arguments; empty where none stands there.
std::string take_finding_id(CommandLine& line);

/// The finding of that id; without one the first, which is the gravest, that `is_meant`. Null where
/// there is none. Throws UsageError for an id that no finding has.
const ReportFinding* chosen_finding(const Report& report, const std::string& id,
                                    bool (*is_meant)(const Finding&));

}  // namespace curfew::cli
