#pragma once

#include "command_line.h"
#include "curfew/analyzer.h"

namespace curfew::cli {

/// What the options mean to the library. Throws UsageError and Error (unknown_zone).
AnalyzerOptions analyzer_options(const CommandLine& line);

/// What is older need not be read of a journal: a message that is still tried in the period arrived
/// at most six days before it (Postfix and Exim give up after four or five).
std::optional<Instant> oldest_of_use(const CommandLine& line);

/// A number from `least` to `most`. Throws UsageError.
int number(const CommandLine& line, std::string_view option, int otherwise, int least, int most);

}  // namespace curfew::cli
