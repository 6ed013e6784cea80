#pragma once

#include <memory>

#include "command_line.h"
#include "curfew/analyzer.h"
#include "curfew/catalogue.h"

namespace curfew::cli {

/// What the options mean to the library. Throws UsageError and Error (unknown_zone).
AnalyzerOptions analyzer_options(const CommandLine& line);

/// Whether --json or --format ask for JSON. Throws UsageError, with the formats there are.
bool wants_json(const CommandLine& line, const char* formats = "Formats are text and json.");

/// What replies mean: the catalogue of --catalogue before the built-in one. Throws Error.
std::shared_ptr<const Catalogue> chosen_catalogue(const CommandLine& line);

/// What is older need not be read of a journal: a message that is still tried in the period arrived
/// at most six days before it (Postfix and Exim give up after four or five). Findings of all that
/// is read have use for two months more: that tells weekdays apart.
std::optional<Instant> oldest_of_use(const AnalyzerOptions& options);

/// The option's value, or its usual one: a number from `least` to `most`. Throws UsageError.
int number(const CommandLine& line, std::string_view option, int least, int most);

}  // namespace curfew::cli
