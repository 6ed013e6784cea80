#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "curfew/analyzer.h"
#include "known_formats.h"
#include "output.h"
#include "redaction.h"
#include "settings.h"
#include "usage_error.h"

namespace curfew::cli {

int run_summary(const CommandLine& line) {
  if (is_shown_on_terminal(line.value("output"))) {
    throw UsageError("summary: writes bytes that a terminal cannot show",
                     "`curfew summary -o host.curfew FILE...` writes them to a file.");
  }
  AnalyzerOptions options = analyzer_options(line);
  options.servers_apart = true;
  Analyzer analyzer(known_formats(line), std::move(options));
  Inputs inputs = inputs_of(line, analyzer.options(), analyzer.formats());
  Output output(line.value("output"));
  const Reading reading = read_inputs(line, analyzer, std::move(inputs));
  const Report read = analyzer.reading();
  warn(line, read.warnings);
  if (read.inputs.empty() || (line.has("strict") && reading.exit_code() != 0)) {
    return reading.exit_code();
  }
  hide_addresses(line, analyzer);
  output.stream() << analyzer.partial();
  output.finish();
  return reading.exit_code();
}

}  // namespace curfew::cli
