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
  void attempt(const Attempt& attempt) override { tracer_.add(attempt); }
  void events(const EventBatch& batch) override {
    tracer_.add(batch.format, batch.source, batch.events);
  }

 private:
  Tracer& tracer_;
};

Period period_of(const AnalyzerOptions& options, const TimeZone& zone) {
  Period period;
  if (options.since) period.since = options.since(zone);
  if (options.until) period.until = options.until(zone);
  return period;
}

bool is_outside(const Period& period, const Report& report) {
  return report.from && ((period.until && *report.from >= *period.until) ||
                         (period.since && *report.to < *period.since));
}

Warning outside(const Report& report) {
  return {.key = "outside_period",
          .text = "the logs cover " + wall_minutes(*report.from, report.zone) + " to " +
                  wall_minutes(*report.to, report.zone) +
                  "; nothing of it lies in the period that was asked for."};
}

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
  // What explains a message may have happened at other times than those that are told.
  const AnalyzerOptions chosen = analyzer_options(line);
  AnalyzerOptions reads_all = chosen;
  reads_all.since = reads_all.until = nullptr;
  Analyzer analyzer(known_formats(line), reads_all);
  Hiding hiding(line, analyzer);
  Inputs inputs = inputs_of(files, chosen, analyzer.formats());
  Output output(line.value("output"));
  Tracer tracer(std::move(options));
  Following following(tracer);
  hiding.follow(analyzer);
  analyzer.add(following);
  const Reading reading = read_inputs(files, analyzer, std::move(inputs));
  const Report report = analyzer.reading();
  std::vector<Warning> warnings = redacted(report, hiding.redactor()).warnings;
  if (!report.inputs.empty()) {
    const Period period = period_of(chosen, report.zone);
    Traces found = tracer.finish(period);
    if (!found.messages.empty() || period.since || period.until) {
      const Report all = analyzer.report(false);
      explain(found, all);
      if (is_outside(period, all)) warnings.push_back(outside(all));
    }
    Traces traces = redacted(found, hiding.redactor());
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
  warn(line, warnings);
  return reading.exit_code();
}

}  // namespace curfew::cli
