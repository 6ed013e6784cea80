#include "curfew/lint.h"

#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "exit_code.h"
#include "hints.h"
#include "known_formats.h"
#include "output.h"
#include "settings.h"

namespace curfew::cli {

// Lines that are not understood and files that hold no mail log are what is asked for, no failures.
int run_lint(const CommandLine& line) {
  constexpr int usual_top = 20;
  const int asked = line.has("top") ? number(line, "top", 1, 1'000'000) : usual_top;
  const int top = line.has("all") ? 0 : asked;
  Analyzer analyzer(known_formats(line), analyzer_options(line));
  Linter linter(known_formats(line));
  analyzer.observe(&linter);
  Inputs inputs = inputs_of(line, analyzer.options(), analyzer.formats());
  Output output(line.value("output"));
  const Reading reading =
      read_inputs(line, analyzer, std::move(inputs), {.tells_other_files = false});
  Lint lint = linter.lint(analyzer.report(false));
  lint.hints = hints();
  if (line.has("json")) {
    write_lint_json(lint, output.stream());
  } else {
    write_lint_text(lint, output.stream(), static_cast<std::size_t>(top));
  }
  output.finish();
  return reading.broken != 0 ? some_input_unread : done;
}

}  // namespace curfew::cli
