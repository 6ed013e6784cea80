#include "curfew/report.h"

#include "commands/commands.h"
#include "commands/reading.h"
#include "curfew/builtin_formats.h"
#include "output.h"
#include "pager.h"
#include "redaction.h"
#include "settings.h"
#include "terminal.h"

namespace curfew::cli {
namespace {

TextOptions text_options(const CommandLine& line) {
  TextOptions options;
  if (line.has("top")) options.top = static_cast<std::size_t>(number(line, "top", 1, 1'000'000));
  if (line.has("all")) options.top = 0;
  options.ascii = line.has("ascii");
  options.width = output_width();
  options.color = line.value("output").empty() && wants_color(line);
  return options;
}

}  // namespace

int run_report(const CommandLine& line) {
  const bool json = wants_json(line);
  const TextOptions options = text_options(line);
  Analyzer analyzer(builtin_formats(), analyzer_options(line));
  Hiding hiding(line, analyzer);
  if (hiding.hides()) {
    analyzer.on_events = [&hiding](std::string_view, std::string_view, const Events& events) {
      hiding.learn(events);
    };
  }
  Output output(line.value("output"), json ? std::string() : pager_of(line));
  const Reading reading = read_inputs(line, analyzer);
  const Report report = redacted(analyzer.report(json), hiding.redactor());
  if (report.inputs.empty() || (line.has("strict") && reading.exit_code() != 0)) {
    return reading.exit_code();
  }
  if (json) {
    write_json(report, output.stream());
    warn(line, report.warnings);
  } else {
    write_text(report, output.stream(), options);
  }
  output.finish();
  return reading.exit_code();
}

}  // namespace curfew::cli
