#include "commands/report_output.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include "commands/reading.h"
#include "hints.h"
#include "mail_head.h"
#include "pager.h"
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
  options.break_lines = is_shown_on_terminal(line.value("output"));
  options.color = line.value("output").empty() && wants_color(line);
  return options;
}

}  // namespace

ReportOutput::Form ReportOutput::form_of(const CommandLine& line) {
  struct FormName {
    std::string_view name;
    Form form;
  };
  constexpr std::array forms{FormName{"text", Form::text},     FormName{"json", Form::json},
                             FormName{"html", Form::html},     FormName{"csv", Form::csv},
                             FormName{"ndjson", Form::ndjson}, FormName{"prom", Form::prom},
                             FormName{"eml", Form::eml}};
  const std::string name = line.has("json") && !line.has("format") ? "json" : line.value("format");
  const auto* const found = std::ranges::find(forms, name, &FormName::name);
  if (found == forms.end()) {
    throw UsageError("--format " + name + ": not known",
                     "Formats are text, json, html, csv, ndjson, prom and eml.");
  }
  if (line.has("json") && found->form != Form::json) {
    throw UsageError("--json and --format " + name + ": give one of them");
  }
  return found->form;
}

// Metrics name no person, and another user's collector reads them.
ReportOutput::ReportOutput(const CommandLine& line)
    : line_(line),
      form_(form_of(line)),
      options_(text_options(line)),
      mail_(form_ == Form::eml ? std::make_optional(mail_head(line, "report")) : std::nullopt),
      output_(line.value("output"), form_ == Form::text ? pager_of(line) : std::string(),
              form_ == Form::prom ? Readers::everybody : Readers::as_before) {}

bool ReportOutput::needs_buckets() const noexcept {
  return form_ == Form::json || form_ == Form::csv || form_ == Form::ndjson;
}

bool ReportOutput::needs_findings(const CommandLine& line) {
  const Form form = form_of(line);
  return (form != Form::csv && form != Form::ndjson) || line.has("html");
}

Report ReportOutput::report_of(Analyzer& analyzer, Hiding& hiding) const {
  Report report = redacted(analyzer.report(needs_buckets()), hiding.redactor());
  report.hints = hints();
  return report;
}

void ReportOutput::write_as_mail(const Report& report) {
  std::ostringstream text;
  std::ostringstream page;
  write_text(report, text, mail_text(options_));
  write_html(report, page);
  mail_->subject = subject_of(report);
  mail_->text = text.str();
  mail_->html = page.str();
  write_mail(*mail_, output_.stream());
}

void ReportOutput::write(const Report& report) {
  if (line_.has("html")) {
    Output page(line_.value("html"));
    write_html(report, page.stream());
    page.finish();
  }
  std::ostream& out = output_.stream();
  switch (form_) {
    case Form::text:
      write_text(report, out, options_);
      break;
    case Form::json:
      write_json(report, out);
      break;
    case Form::html:
      write_html(report, out);
      break;
    case Form::csv:
      write_csv(report, out);
      break;
    case Form::ndjson:
      write_ndjson(report, out);
      break;
    case Form::prom:
      write_prometheus(report, out);
      break;
    case Form::eml:
      write_as_mail(report);
      break;
  }
  if (form_ != Form::text && form_ != Form::html && form_ != Form::eml)
    warn(line_, report.warnings);
  output_.finish();
}

}  // namespace curfew::cli
