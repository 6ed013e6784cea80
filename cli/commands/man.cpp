#include "commands/commands.h"
#include "exit_code.h"
#include "manual.h"
#include "output.h"

namespace curfew::cli {

int run_man(const CommandLine& line) {
  print(line.arguments.empty() ? manual() : manual(command_named(line.arguments.front())));
  return done;
}

}  // namespace curfew::cli
