#include <ostream>
#include <string>

#include "commands/commands.h"
#include "commands/reading.h"
#include "curfew/builtin_formats.h"
#include "curfew/ndjson.h"
#include "output.h"
#include "settings.h"

namespace curfew::cli {

int run_events(const CommandLine& line) {
  AnalyzerOptions options = analyzer_options(line);
  options.inbound = line.has("inbound");
  Analyzer analyzer(builtin_formats(), std::move(options));
  Output output(line.value("output"));
  std::string text;
  analyzer.on_events = [&](std::string_view format, std::string_view source, const Events& events) {
    text.clear();
    for (const Event& event : events) {
      if (analyzer.period().contains(event.time)) append_ndjson(text, event, format, source);
    }
    output.stream() << text;
  };
  const Reading reading = read_inputs(line, analyzer);
  output.finish();
  warn(line, analyzer.report(false).warnings);
  return reading.exit_code();
}

}  // namespace curfew::cli
