#include "curfew/daily.h"

#include "commands/commands.h"
#include "commands/reading.h"
#include "curfew/builtin_formats.h"
#include "output.h"
#include "settings.h"
#include "terminal.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

bool wants_json(const CommandLine& line) {
  const std::string format = line.value("format", line.has("json") ? "json" : "text");
  if (format != "json" && format != "text") {
    throw UsageError("--format " + format + ": not known", "Formats are text and json.");
  }
  if (line.has("json") && format == "text") {
    throw UsageError("--json and --format text: give one of them");
  }
  return format == "json";
}

}  // namespace

int run_daily(const CommandLine& line) {
  const bool json = wants_json(line);
  const auto top = static_cast<std::size_t>(number(line, "top", json ? 100 : 10, 1, 1'000'000));
  TextOptions text;
  text.top = line.has("all") ? 0 : top;
  text.width = output_width();
  text.color = line.value("output").empty() && wants_color(line);
  AnalyzerOptions reading_options = analyzer_options(line);
  reading_options.inbound = true;
  Analyzer analyzer(builtin_formats(), std::move(reading_options));
  Output output(line.value("output"));
  Daily daily({.top = text.top});
  analyzer.on_events = [&](std::string_view, std::string_view, const Events& events) {
    daily.add(events, analyzer.period());
  };
  const Reading reading = read_inputs(line, analyzer);
  Report base = analyzer.report(false);
  if (base.inputs.empty() || (line.has("strict") && reading.exit_code() != 0)) {
    return reading.exit_code();
  }
  const DailyReport report = daily.report(std::move(base));
  if (json) {
    write_daily_json(report, output.stream());
    warn(line, report.base.warnings);
  } else {
    write_daily_text(report, output.stream(), text);
  }
  output.finish();
  return reading.exit_code();
}

}  // namespace curfew::cli
