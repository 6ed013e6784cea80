#include <ostream>
#include <string>
#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "curfew/ndjson.h"
#include "known_formats.h"
#include "output.h"
#include "redaction.h"
#include "settings.h"

namespace curfew::cli {

int run_events(const CommandLine& line) {
  AnalyzerOptions options = analyzer_options(line);
  options.inbound = line.has("inbound");
  Analyzer analyzer(known_formats(line), std::move(options));
  Hiding hiding(line, analyzer);
  Inputs inputs = inputs_of(line, analyzer.options());
  Output output(line.value("output"));
  std::string text;
  Events shown;  // holds the texts of redacted events
  analyzer.on_events = [&](std::string_view format, std::string_view source, const Events& events) {
    text.clear();
    shown.clear();
    const Redactor& redactor = hiding.redactor();
    const std::string log = redactor.source(source);
    const TimeZone zone = analyzer.zone();  // a copy: this may run on a thread of its own
    for (const Event& event : events) {
      hiding.learn(event);  // one at a time: what is printed does not depend on the batch
      if (!analyzer.period().contains(event.time)) continue;
      if (redactor.hides()) {
        append_ndjson(text, redactor.event(event, shown), format, log, zone);
      } else {
        append_ndjson(text, event, format, log, zone);
      }
    }
    output.stream() << text;
    output.check();
  };
  const Reading reading = read_inputs(line, analyzer, std::move(inputs));
  output.finish();
  warn(line, redacted(analyzer.reading(), hiding.redactor()).warnings);
  return reading.exit_code();
}

}  // namespace curfew::cli
