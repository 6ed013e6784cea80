#include "commands/reading.h"

#include "curfew/error.h"
#include "curfew/input.h"
#include "exit_code.h"
#include "terminal.h"

namespace curfew::cli {

int Reading::exit_code() const noexcept {
  if (broken != 0) return some_input_unread;
  if (read == 0) return nothing_usable;
  return unknown != 0 ? some_input_unread : done;
}

Reading read_inputs(const CommandLine& line, Analyzer& analyzer) {
  std::vector<std::string> paths = line.arguments;
  if (paths.empty()) paths.emplace_back("-");
  Reading reading;
  for (const std::string& path : paths) {
    try {
      analyzer.read(path == "-" ? standard_input() : open_file(path));
      ++reading.read;
    } catch (const Error& error) {
      complain(error.what(), error.remedy());
      ++(error.code() == ErrorCode::unknown_format ? reading.unknown : reading.broken);
    }
  }
  return reading;
}

void warn(const CommandLine& line, const std::vector<Warning>& warnings) {
  if (line.has("quiet")) return;
  for (const Warning& warning : warnings) complain(warning.text, {});
}

}  // namespace curfew::cli
