#include <algorithm>
#include <array>
#include <ostream>
#include <utility>
#include <vector>

#include "commands/commands.h"
#include "commands/reading.h"
#include "curfew/report.h"
#include "known_formats.h"
#include "output.h"
#include "redaction.h"
#include "settings.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

struct Form {
  std::string_view name;
  void (*write)(const Letter&, const Redactor&, std::ostream&);
};

constexpr std::array forms{Form{"text", write_letter}, Form{"eml", write_letter_mail},
                           Form{"csv", write_letter_samples}};

const Form& form_of(const CommandLine& line) {
  const std::string name = line.value("letter");
  const auto* const found = std::ranges::find(forms, name, &Form::name);
  if (found == forms.end()) {
    throw UsageError("--letter " + name + ": not known", "Forms are text, eml and csv.");
  }
  return *found;
}

// "f-1a2b3c4d"
bool is_finding_id(std::string_view word) {
  // "f-1a2b3c4d5e6f"; "-2" behind it for a second of that id. Earlier ones had eight digits.
  constexpr std::string_view digits = "0123456789abcdef-";
  constexpr std::size_t least = 10;
  return word.size() >= least && word.starts_with("f-") &&
         word.find_first_not_of(digits, 2) == std::string_view::npos;
}

// What their postmaster could change, or explain.
bool is_theirs(const Finding& finding) noexcept {
  return attention_of(finding) == Attention::act && finding.kind != FindingKind::local &&
         finding.kind != FindingKind::recipient && finding.kind != FindingKind::sender;
}

// The one named, else the gravest that is worth a letter.
const ReportFinding* chosen(const Report& report, const std::string& id) {
  if (id.empty()) {
    const auto gravest = std::ranges::find_if(report.findings, is_theirs, &ReportFinding::finding);
    return gravest == report.findings.end() ? nullptr : &*gravest;
  }
  for (const ReportFinding& one : report.findings) {
    if (one.finding.id == id) return &one;
  }
  throw UsageError(id + ": no such finding in these logs",
                   "`curfew --verbose` lists all, each with its id.");
}

class Sampling final : public Consumer {
 public:
  explicit Sampling(Samples& samples) : samples_(samples) {}
  void attempt(const Attempt& attempt) override { samples_.add(attempt); }

 private:
  Samples& samples_;
};

}  // namespace

int run_evidence(const CommandLine& line) {
  const Form& form = form_of(line);
  CommandLine files = line;
  std::string id;
  if (!files.arguments.empty() && is_finding_id(files.arguments.front())) {
    id = files.arguments.front();
    files.arguments.erase(files.arguments.begin());
  }
  Analyzer analyzer(known_formats(line), analyzer_options(line));
  Hiding hiding(line, analyzer, "postmaster");
  Samples samples;
  hiding.follow(analyzer);
  Sampling sampling(samples);
  analyzer.add(sampling);
  Inputs inputs = inputs_of(files, analyzer.options(), analyzer.formats());
  Output output(line.value("output"));
  const Reading reading = read_inputs(files, analyzer, std::move(inputs));
  const Report report = analyzer.report(false);
  if (report.inputs.empty()) return reading.exit_code();
  const ReportFinding* const finding = chosen(report, id);
  if (finding == nullptr) {
    output.stream() << "Nothing was found that calls for a letter. `curfew --verbose` lists all "
                       "findings; one is written about when its id is given.\n";
  } else {
    form.write(letter_about(report, *finding, samples), hiding.redactor(), output.stream());
  }
  output.finish();
  return reading.exit_code();
}

}  // namespace curfew::cli
