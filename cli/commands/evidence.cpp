#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "commands/commands.h"
#include "commands/finding_argument.h"
#include "commands/reading.h"
#include "curfew/report.h"
#include "known_formats.h"
#include "output.h"
#include "redaction.h"
#include "settings.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

struct LetterForm {
  std::string_view name;
  void (*write)(const Letter&, const Redactor&, std::ostream&);
};

constexpr std::array forms{LetterForm{"text", write_letter}, LetterForm{"eml", write_letter_mail},
                           LetterForm{"csv", write_letter_samples}};

const LetterForm& letter_form_of(const CommandLine& line) {
  const std::string name = line.value("letter");
  const auto* const found = std::ranges::find(forms, name, &LetterForm::name);
  if (found == forms.end()) {
    throw UsageError("--letter " + name + ": not known", "Forms are text, eml and csv.");
  }
  return *found;
}

Language language_of(const CommandLine& line) {
  const std::optional<Language> language = language_named(line.value("lang"));
  if (language) return *language;
  throw UsageError("--lang " + line.value("lang") + ": not known",
                   "Languages are en, de, es and fr.");
}

// What their postmaster could change, or explain.
bool is_theirs(const Finding& finding) noexcept {
  return attention_of(finding) == Attention::act && finding.kind != FindingKind::local &&
         finding.kind != FindingKind::recipient && finding.kind != FindingKind::sender;
}

class Sampling final : public Consumer {
 public:
  /// `learning`: learns from attempts. May be null.
  Sampling(Samples& samples, Hiding* learning) : samples_(samples), learning_(learning) {}
  void attempt(const Attempt& attempt) override {
    if (learning_ != nullptr) learning_->learn(attempt.event);
    samples_.add(attempt);
  }

 private:
  Samples& samples_;
  Hiding* learning_;
};

}  // namespace

int run_evidence(const CommandLine& line) {
  const LetterForm& form = letter_form_of(line);
  const Language language = language_of(line);
  CommandLine files = line;
  const std::string id = take_finding_id(files);
  Analyzer analyzer(known_formats(line), analyzer_options(line));
  Hiding hiding(line, analyzer, "postmaster");
  Samples samples;
  hiding.follow(analyzer);
  Inputs inputs = inputs_of(files, analyzer.options(), analyzer.formats());
  // Of a store nobody is told of other events.
  Sampling sampling(samples, inputs.of_store ? &hiding : nullptr);
  analyzer.add(sampling);
  Output output(line.value("output"));
  const Reading reading = read_inputs(files, analyzer, std::move(inputs));
  const Report report = analyzer.report(false);
  if (report.inputs.empty()) return reading.exit_code();
  const ReportFinding* const finding = chosen_finding(report, id, is_theirs);
  if (finding == nullptr) {
    output.stream() << "Nothing was found that calls for a letter. `curfew --verbose` lists all "
                       "findings; one is written about when its id is given.\n";
  } else {
    Letter letter = letter_about(report, *finding, samples);
    letter.language = language;
    form.write(letter, hiding.redactor(), output.stream());
  }
  output.finish();
  return reading.exit_code();
}

}  // namespace curfew::cli
