#include <ostream>
#include <string>
#include <vector>

#include "commands/commands.h"
#include "commands/format_trial.h"
#include "curfew/builtin_formats.h"
#include "curfew/definition.h"
#include "curfew/error.h"
#include "exit_code.h"
#include "hints.h"
#include "known_formats.h"
#include "output.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  out.append(out.size() < width ? width - out.size() : 1, ' ');
  return out;
}

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

int list(const CommandLine& line) {
  const Formats formats = known_formats(line);
  Output output(line.value("output"));
  for (const std::shared_ptr<const Format>& format : formats.all()) {
    output.stream() << padded(format->name(), 14) << printable(title_of(*format)) << '\n';
  }
  output.finish();
  return done;
}

// A definition as its file has it: what a definition of one's own begins with.
int show(const CommandLine& line, const std::string& name) {
  const Formats formats = known_formats(line);
  const Format* const format = formats.find(name);
  if (format == nullptr) {
    throw Error(ErrorCode::unknown_format, name + ": no such log format",
                "`curfew formats` lists them.");
  }
  Output output(line.value("output"));
  if (const auto* const definition = dynamic_cast<const Definition*>(format)) {
    output.stream() << definition->toml();
  } else {
    output.stream() << format->name() << ": " << printable(title_of(*format))
                    << "\nIts parser is a part of curfew: there is no definition.\n";
  }
  output.finish();
  return done;
}

int check(const CommandLine& line, const std::vector<std::string>& paths) {
  Formats formats = known_formats(line);
  Output output(line.value("output"));
  for (const std::string& path : paths) {
    const std::size_t before = formats.all().size();
    add_definitions(formats, path);
    for (std::size_t i = before; i < formats.all().size(); ++i) {
      const auto& definition = dynamic_cast<const Definition&>(*formats.all()[i]);
      output.stream() << definition.name() << ": " << counted(definition.lines().size(), "kind")
                      << " of lines, " << counted(definition.samples(), "sample")
                      << ", nothing wrong\n";
    }
  }
  output.finish();
  return done;
}

}  // namespace

int run_formats(const CommandLine& line) {
  const std::vector<std::string>& words = line.arguments;
  const std::string verb = words.empty() ? "list" : words.front();
  const std::vector<std::string> rest(words.begin() + (words.empty() ? 0 : 1), words.end());
  if (verb == "list" && rest.empty()) return list(line);
  if (verb == "show" && rest.size() == 1) return show(line, rest.front());
  if (verb == "check" && !rest.empty()) return check(line, rest);
  if (verb == "try" && !rest.empty()) return try_format(line, rest);
  throw UsageError("formats: " + (words.empty() ? verb : words.front()) +
                       ": neither list, nor show NAME, check FILE..., or try FILE [LOG...]",
                   "`curfew help formats` says what they do.");
}

}  // namespace curfew::cli
