#include "curfew/report.h"

#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "commands/report_output.h"
#include "curfew/engine.h"
#include "curfew/error.h"
#include "engine_options.h"
#include "exit_code.h"
#include "known_formats.h"
#include "redaction.h"
#include "settings.h"
#include "terminal.h"
#include "until_end.h"
#include "usage_error.h"

namespace curfew::cli {

namespace {

int report_from_engine(const CommandLine& line) {
  if (!line.arguments.empty()) {
    throw UsageError("--from and " + line.arguments.front() + ": give one of them",
                     "`curfew push --to URL FILE...` sends what logs say.");
  }
  AnalyzerOptions options = analyzer_options(line);
  options.servers_apart = true;
  Analyzer analyzer(known_formats(line), std::move(options));
  const EngineAddress address = engine_address(line, line.value("from"));
  Hiding hiding(line, analyzer);
  ReportOutput output(line);
  try {
    take_from_engine(analyzer, address);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unreadable) throw;
    complain(error);
    return some_input_unread;
  }
  output.write(output.report_of(analyzer, hiding));
  return done;
}

}  // namespace

int run_report(const CommandLine& line) {
  if (line.has("from")) return report_from_engine(line);
  AnalyzerOptions options = analyzer_options(line);
  options.findings = ReportOutput::needs_findings(line);
  auto& analyzer = until_end<Analyzer>(known_formats(line), std::move(options));
  Hiding hiding(line, analyzer);
  hiding.follow(analyzer);
  Inputs inputs = inputs_of(line, analyzer.options(), analyzer.formats());
  ReportOutput output(line);
  const Reading reading = read_inputs(line, analyzer, std::move(inputs));
  const auto& report = until_end<const Report>(output.report_of(analyzer, hiding));
  if (report.inputs.empty() || (line.has("strict") && reading.exit_code() != 0)) {
    return reading.exit_code();
  }
  output.write(report);
  return reading.exit_code();
}

}  // namespace curfew::cli
