#include "curfew/trace.h"

#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "hints.h"
#include "known_formats.h"
#include "output.h"
#include "redaction.h"
#include "settings.h"
#include "terminal.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

class Following final : public Consumer {
 public:
  explicit Following(Tracer& tracer) : tracer_(tracer) {}
  void events(const EventBatch& batch) override {
    tracer_.add(batch.format, batch.source, batch.events);
  }

 private:
  Tracer& tracer_;
};

}  // namespace

int run_trace(const CommandLine& line) {
  if (line.arguments.empty() || line.arguments.front().empty()) {
    throw UsageError("trace: needs what to look for",
                     "A queue id, an address, @domain or a Message-Id: "
                     "curfew trace bob@example.net /var/log/mail.log");
  }
  CommandLine files = line;
  files.arguments.erase(files.arguments.begin());

  TraceOptions options;
  options.query = line.arguments.front();
  options.most = static_cast<std::size_t>(number(line, "most", 1, 1'000'000));
  Analyzer analyzer(known_formats(line), analyzer_options(line));
  Hiding hiding(line, analyzer);
  Inputs inputs = inputs_of(files, analyzer.options(), analyzer.formats());
  Output output(line.value("output"));
  Tracer tracer(std::move(options));
  Following following(tracer);
  hiding.follow(analyzer);
  analyzer.add(following);
  const Reading reading = read_inputs(files, analyzer, std::move(inputs));
  const Report report = redacted(analyzer.reading(), hiding.redactor());
  if (!report.inputs.empty()) {
    Traces traces = redacted(tracer.finish(analyzer.period()), hiding.redactor());
    traces.zone = report.zone;
    traces.hints = hints();
    if (wants_json(line)) {
      write_json(traces, output.stream());
    } else {
      write_text(
          traces, output.stream(),
          {.width = output_width(), .color = line.value("output").empty() && wants_color(line)});
    }
    output.finish();
  }
  warn(line, report.warnings);
  return reading.exit_code();
}

}  // namespace curfew::cli
