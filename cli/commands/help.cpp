#include "commands/commands.h"
#include "curfew/version.h"
#include "exit_code.h"
#include "output.h"
#include "usage.h"

namespace curfew::cli {

int run_help(const CommandLine& line) {
  const std::string about = line.arguments.empty() ? "" : line.arguments.front();
  if (!about.empty()) command_named(about);
  print(usage(about));
  return done;
}

int run_version(const CommandLine&) {
  print("curfew " CURFEW_VERSION "\n");
  return done;
}

}  // namespace curfew::cli
