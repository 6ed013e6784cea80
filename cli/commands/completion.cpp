#include "completion.h"

#include <algorithm>

#include "commands/commands.h"
#include "exit_code.h"
#include "output.h"
#include "usage_error.h"

namespace curfew::cli {

int run_completion(const CommandLine& line) {
  const std::string shell = line.arguments.empty() ? "" : line.arguments.front();
  const auto* const found =
      std::ranges::find(completions, std::string_view(shell), &Completion::shell);
  if (found == completions.end()) {
    throw UsageError((shell.empty() ? "completion" : shell) + ": for which shell?",
                     "Shells are bash, zsh and fish.");
  }
  print(found->script());
  return done;
}

}  // namespace curfew::cli
