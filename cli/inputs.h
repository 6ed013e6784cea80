#pragma once

#include <vector>

#include "command_line.h"
#include "curfew/analyzer.h"
#include "curfew/error.h"
#include "curfew/input.h"

namespace curfew::cli {

/// The logs that a command line means, none of them opened yet.
struct Inputs {
  std::vector<Input> logs;
  std::vector<Error> failures;  ///< folders that could not be looked into, or hold nothing
  bool of_store = false;        ///< what was collected is meant instead
};

/// Every file and the logs of every folder, "-" and nothing meaning standard input. Before anything
/// is opened for writing: throws UsageError when the command would write to one of them.
Inputs inputs_of(const CommandLine& line, const AnalyzerOptions& options, const Formats& formats);

}  // namespace curfew::cli
