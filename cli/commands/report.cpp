#include "curfew/report.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "hints.h"
#include "known_formats.h"
#include "output.h"
#include "pager.h"
#include "redaction.h"
#include "settings.h"
#include "terminal.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

TextOptions text_options(const CommandLine& line) {
  TextOptions options;
  if (line.has("top")) options.top = static_cast<std::size_t>(number(line, "top", 1, 1'000'000));
  if (line.has("all")) options.top = 0;
  options.days = static_cast<std::size_t>(number(line, "days", 0, 400));
  options.verbose = line.has("verbose");
  options.ascii = line.has("ascii");
  options.width = output_width();
  options.break_lines = line.value("output").empty() && output_is_terminal();
  options.color = line.value("output").empty() && wants_color(line);
  return options;
}

enum class Form { text, json, html, csv, ndjson, prom };

struct FormName {
  std::string_view name;
  Form form;
};

constexpr std::array forms{FormName{"text", Form::text},     FormName{"json", Form::json},
                           FormName{"html", Form::html},     FormName{"csv", Form::csv},
                           FormName{"ndjson", Form::ndjson}, FormName{"prom", Form::prom}};

Form form_of(const CommandLine& line) {
  const std::string name = line.has("json") && !line.has("format") ? "json" : line.value("format");
  const auto* const found = std::ranges::find(forms, name, &FormName::name);
  if (found == forms.end()) {
    throw UsageError("--format " + name + ": not known",
                     "Formats are text, json, html, csv, ndjson and prom.");
  }
  if (line.has("json") && found->form != Form::json) {
    throw UsageError("--json and --format " + name + ": give one of them");
  }
  return found->form;
}

bool needs_buckets(Form form) noexcept {
  return form == Form::json || form == Form::csv || form == Form::ndjson;
}

void write(const Report& report, Form form, const TextOptions& options, std::ostream& out) {
  switch (form) {
    case Form::text:
      return write_text(report, out, options);
    case Form::json:
      return write_json(report, out);
    case Form::html:
      return write_html(report, out);
    case Form::csv:
      return write_csv(report, out);
    case Form::ndjson:
      return write_ndjson(report, out);
    case Form::prom:
      return write_prometheus(report, out);
  }
}

}  // namespace

int run_report(const CommandLine& line) {
  const Form form = form_of(line);
  const TextOptions options = text_options(line);
  Analyzer analyzer(known_formats(line), analyzer_options(line));
  Hiding hiding(line, analyzer);
  hiding.follow(analyzer);
  Inputs inputs = inputs_of(line, analyzer.options(), analyzer.formats());
  // Metrics name no person, and another user's collector reads them.
  Output output(line.value("output"), form == Form::text ? pager_of(line) : std::string(),
                form == Form::prom ? Readers::everybody : Readers::as_before);
  const Reading reading = read_inputs(line, analyzer, std::move(inputs));
  Report report = redacted(analyzer.report(needs_buckets(form)), hiding.redactor());
  report.hints = hints();
  if (report.inputs.empty() || (line.has("strict") && reading.exit_code() != 0)) {
    return reading.exit_code();
  }
  if (line.has("html")) {
    Output page(line.value("html"));
    write_html(report, page.stream());
    page.finish();
  }
  write(report, form, options, output.stream());
  if (form != Form::text && form != Form::html) warn(line, report.warnings);
  output.finish();
  return reading.exit_code();
}

}  // namespace curfew::cli
