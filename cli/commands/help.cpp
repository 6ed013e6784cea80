#include <string>

#include "commands/commands.h"
#include "curfew/version.h"
#include "exit_code.h"
#include "libraries.h"
#include "output.h"
#include "usage.h"

namespace curfew::cli {

int run_help(const CommandLine& line) {
  const std::string about = line.arguments.empty() ? "" : line.arguments.front();
  if (!about.empty()) command_named(about);
  print(usage(about));
  return done;
}

int run_version(const CommandLine& line) {
  std::string text = "curfew " CURFEW_VERSION "\n";
  if (line.has("verbose")) {
    text += "MIT license. It uses:\n";
    for (const Library& library : libraries()) {
      text += "  ";
      text += library.name;
      if (!library.version.empty()) (text += ' ') += library.version;
      ((text += " (") += library.licence) += ")\n";
    }
  }
  print(text);
  return done;
}

}  // namespace curfew::cli
