#include <ostream>
#include <string>
#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "curfew/event.h"
#include "known_formats.h"
#include "output.h"
#include "redaction.h"
#include "settings.h"

namespace curfew::cli {
namespace {

class Writing final : public Consumer {
 public:
  Writing(const Analyzer& analyzer, Hiding& hiding, Output& output)
      : analyzer_(analyzer), hiding_(hiding), output_(output) {}

  void events(const EventBatch& batch) override {
    text_.clear();
    shown_.clear();
    const Redactor& redactor = hiding_.redactor();
    const std::string log = redactor.source(batch.source);
    for (const Event& event : batch.events) {
      hiding_.learn(event);  // one at a time: what is printed does not depend on the batch
      if (!analyzer_.period().contains(event.time)) continue;
      const Event& written = redactor.hides() ? redactor.event(event, shown_) : event;
      append_ndjson(text_, written, batch.format, log, analyzer_.zone());
    }
    output_.stream() << text_;
    output_.check();
  }

 private:
  const Analyzer& analyzer_;
  Hiding& hiding_;
  Output& output_;
  std::string text_;
  Events shown_;  // holds the texts of redacted events
};

}  // namespace

int run_events(const CommandLine& line) {
  AnalyzerOptions options = analyzer_options(line);
  options.inbound = line.has("inbound");
  Analyzer analyzer(known_formats(line), std::move(options));
  Hiding hiding(line, analyzer);
  Inputs inputs = inputs_of(line, analyzer.options(), analyzer.formats());
  Output output(line.value("output"));
  Writing writing(analyzer, hiding, output);
  analyzer.add(writing);
  const Reading reading =
      read_inputs(line, analyzer, std::move(inputs), {.writes_meanwhile = true});
  output.finish();
  warn(line, redacted(analyzer.reading(), hiding.redactor()).warnings);
  return reading.exit_code();
}

}  // namespace curfew::cli
