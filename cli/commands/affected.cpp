#include "curfew/affected.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "commands/commands.h"
#include "commands/finding_argument.h"
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

enum class AffectedForm { text, json, csv };

AffectedForm affected_form_of(const CommandLine& line) {
  constexpr const char* formats = "Formats are text, json and csv.";
  if (line.has("format") && line.value("format") == "csv") {
    if (line.has("json")) throw UsageError("--json and --format csv: give one of them");
    return AffectedForm::csv;
  }
  return wants_json(line, formats) ? AffectedForm::json : AffectedForm::text;
}

class Holding final : public Consumer {
 public:
  explicit Holding(HeldMail& held) : held_(held) {}
  void attempt(const Attempt& attempt) override { held_.add(attempt); }
  void events(const EventBatch& batch) override { held_.add(batch.events); }

 private:
  HeldMail& held_;
};

bool asks_to_act(const Finding& finding) noexcept {
  return attention_of(finding) == Attention::act;
}

// 0: all.
std::size_t top_of(const CommandLine& line, AffectedForm form) {
  constexpr std::size_t usual = 20;
  if (line.has("top")) return static_cast<std::size_t>(number(line, "top", 1, 1'000'000));
  return line.has("all") || form != AffectedForm::text ? 0 : usual;
}

void write(const Affected& affected, const CommandLine& line, AffectedForm form,
           std::ostream& out) {
  const std::size_t top = top_of(line, form);
  if (form == AffectedForm::json) return write_json(affected, out, top);
  if (form == AffectedForm::csv) return write_csv(affected, out, top);
  write_text(affected, out,
             {.width = output_width(),
              .top = top,
              .color = line.value("output").empty() && wants_color(line),
              .break_lines = line.value("output").empty() && output_is_terminal()});
}

}  // namespace

int run_affected(const CommandLine& line) {
  const AffectedForm form = affected_form_of(line);
  CommandLine files = line;
  const std::string id = take_finding_id(files);
  AnalyzerOptions options = analyzer_options(line);
  options.findings_of_all = true;  // a day alone would hardly show the finding that is asked for
  Analyzer analyzer(known_formats(line), std::move(options));
  Hiding hiding(line, analyzer);
  HeldMail held;
  Holding holding(held);
  hiding.follow(analyzer);
  analyzer.add(holding);
  Inputs inputs = inputs_of(files, analyzer.options(), analyzer.formats());
  Output output(line.value("output"));
  const Reading reading = read_inputs(files, analyzer, std::move(inputs));
  const Report report = analyzer.report(false);
  if (report.inputs.empty()) return reading.exit_code();
  const Report shown = redacted(report, hiding.redactor());
  Affected affected;
  affected.version = report.version;
  affected.zone = report.zone;
  const ReportFinding* const finding = chosen_finding(report, id, asks_to_act);
  if (finding != nullptr) {
    affected = redacted(affected_by(report, *finding, held), shown, hiding.redactor());
  }
  affected.hints = hints();
  write(affected, line, form, output.stream());
  output.finish();
  warn(line, shown.warnings);
  return reading.exit_code();
}

}  // namespace curfew::cli
