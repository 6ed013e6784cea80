#include <ostream>
#include <string>

#include "commands/commands.h"
#include "curfew/builtin_formats.h"
#include "exit_code.h"
#include "output.h"

namespace curfew::cli {

int run_formats(const CommandLine& line) {
  Output output(line.value("output"));
  const Formats formats = builtin_formats();
  for (const std::shared_ptr<const Format>& format : formats.all()) {
    std::string name(format->name());
    name.append(name.size() < 14 ? 14 - name.size() : 1, ' ');
    output.stream() << name << format->title() << '\n';
  }
  output.finish();
  return done;
}

}  // namespace curfew::cli
