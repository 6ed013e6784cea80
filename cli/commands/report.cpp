#include "curfew/report.h"

#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "commands/report_output.h"
#include "hints.h"
#include "known_formats.h"
#include "redaction.h"
#include "settings.h"

namespace curfew::cli {

int run_report(const CommandLine& line) {
  Analyzer analyzer(known_formats(line), analyzer_options(line));
  Hiding hiding(line, analyzer);
  hiding.follow(analyzer);
  Inputs inputs = inputs_of(line, analyzer.options(), analyzer.formats());
  ReportOutput output(line);
  const Reading reading = read_inputs(line, analyzer, std::move(inputs));
  Report report = redacted(analyzer.report(output.needs_buckets()), hiding.redactor());
  report.hints = hints();
  if (report.inputs.empty() || (line.has("strict") && reading.exit_code() != 0)) {
    return reading.exit_code();
  }
  output.write(report);
  return reading.exit_code();
}

}  // namespace curfew::cli
