#include "curfew/daily.h"

#include <algorithm>
#include <bitset>
#include <optional>
#include <sstream>
#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "curfew/mail.h"
#include "hints.h"
#include "known_formats.h"
#include "mail_head.h"
#include "options.h"
#include "output.h"
#include "pager.h"
#include "redaction.h"
#include "settings.h"
#include "terminal.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

DailyNames names_of(const Redactor& redactor) {
  if (!redactor.hides()) return {};
  return [&redactor](DailyName kind, std::string_view name) {
    switch (kind) {
      case DailyName::address:
        return redactor.address(name);
      case DailyName::domain:  // "<>" and "(none)" are no domains
        return name.starts_with('<') || name.starts_with('(') ? std::string(name)
                                                              : redactor.domain(name);
      case DailyName::host:
      case DailyName::ip:
        return redactor.host(name, HostRole::client);
      case DailyName::text:
        break;
    }
    return redactor.reply(name);
  };
}

enum class DailyForm { text, json, html, eml };

// Throws UsageError.
DailyForm daily_form_of(const CommandLine& line) {
  const std::string format = line.value("format");
  if (format == "html" || format == "eml") {
    if (line.has("json")) throw UsageError("--json and --format " + format + ": give one of them");
    return format == "html" ? DailyForm::html : DailyForm::eml;
  }
  return wants_json(line, "Formats are text, json, html and eml.") ? DailyForm::json
                                                                   : DailyForm::text;
}

// The sections that an option names. Throws UsageError.
std::bitset<daily_section_count> sections_in(const CommandLine& line, const char* option) {
  const std::vector<std::string> known = choices_of(*find_option(option));
  std::bitset<daily_section_count> sections;
  for (const std::string& word : words_in(line.value(option))) {
    const auto found = std::ranges::find(known, word);
    if (found == known.end()) {
      std::string all;
      for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
      throw UsageError("--" + std::string(option) + ' ' + word + ": no section of the page",
                       "Sections are " + all + '.');
    }
    sections.set(static_cast<std::size_t>(found - known.begin()));
  }
  return sections;
}

std::bitset<daily_section_count> left_out(const CommandLine& line) {
  std::bitset<daily_section_count> sections = sections_in(line, "without");
  if (line.has("only")) sections |= ~sections_in(line, "only");
  return sections;
}

void write_as_mail(const DailyReport& report, Mail mail, const TextOptions& options,
                   std::ostream& out) {
  std::ostringstream text;
  std::ostringstream page;
  write_daily_text(report, text, mail_text(options));
  write_daily_html(report, page, options);
  mail.subject = subject_of(report.base);
  mail.text = text.str();
  mail.html = page.str();
  write_mail(mail, out);
}

class Counting final : public Consumer {
 public:
  Counting(Daily& daily, const Analyzer& analyzer) : daily_(daily), analyzer_(analyzer) {}
  void events(const EventBatch& batch) override { daily_.add(batch.events, analyzer_.period()); }

 private:
  Daily& daily_;
  const Analyzer& analyzer_;
};

}  // namespace

int run_daily(const CommandLine& line) {
  const DailyForm form = daily_form_of(line);
  const std::bitset<daily_section_count> sections = left_out(line);
  const std::optional<Mail> mail =
      form == DailyForm::eml ? std::make_optional(mail_head(line, "daily")) : std::nullopt;
  const int usual_top = form == DailyForm::json ? 100 : 10;
  const auto top =
      static_cast<std::size_t>(line.has("top") ? number(line, "top", 1, 1'000'000) : usual_top);
  TextOptions text;
  text.top = line.has("all") ? 0 : top;
  text.width = output_width();
  text.ascii = line.has("ascii");
  text.color = line.value("output").empty() && wants_color(line);
  text.break_lines = line.value("output").empty() && output_is_terminal();
  AnalyzerOptions reading_options = analyzer_options(line);
  reading_options.inbound = true;
  reading_options.findings_of_all = true;
  Analyzer analyzer(known_formats(line), std::move(reading_options));
  Hiding hiding(line, analyzer);
  Inputs inputs = inputs_of(line, analyzer.options(), analyzer.formats());
  Output output(line.value("output"), form == DailyForm::text ? pager_of(line) : std::string());
  Daily daily({.top = text.top});
  Counting counting(daily, analyzer);
  hiding.follow(analyzer);
  analyzer.add(counting);
  const Reading reading = read_inputs(line, analyzer, std::move(inputs), {.page = &daily});
  Report base = redacted(analyzer.report(false), hiding.redactor());
  base.hints = hints();
  if (base.inputs.empty() || (line.has("strict") && reading.exit_code() != 0)) {
    return reading.exit_code();
  }
  DailyReport report = daily.report(std::move(base), names_of(hiding.redactor()));
  report.left_out = sections;
  if (line.has("html")) {
    Output page(line.value("html"));
    write_daily_html(report, page.stream(), text);
    page.finish();
  }
  switch (form) {
    case DailyForm::text:
      write_daily_text(report, output.stream(), text);
      break;
    case DailyForm::json:
      write_daily_json(report, output.stream());
      warn(line, report.base.warnings);
      break;
    case DailyForm::html:
      write_daily_html(report, output.stream(), text);
      break;
    case DailyForm::eml:
      write_as_mail(report, *mail, text, output.stream());
      break;
  }
  output.finish();
  return reading.exit_code();
}

}  // namespace curfew::cli
