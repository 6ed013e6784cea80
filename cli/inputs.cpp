#include "inputs.h"

#include <string>
#include <utility>

#include "settings.h"
#include "store_folder.h"
#include "written_files.h"

namespace curfew::cli {
namespace {

void add(Inputs& inputs, const std::string& path, bool below, std::optional<Instant> since,
         const std::vector<RepeatingLogs>& repeating) {
  try {
    std::vector<Input> found = inputs_at(path, below, since, repeating);
    if (found.empty()) {
      inputs.failures.emplace_back(ErrorCode::unknown_format, path + ": a folder without log files",
                                   below ? "" : "Folders below it are looked into with -r.");
    }
    for (Input& input : found) inputs.logs.push_back(std::move(input));
  } catch (const Error& error) {
    inputs.failures.push_back(error);
  }
}

}  // namespace

Inputs inputs_of(const CommandLine& line, const AnalyzerOptions& options, const Formats& formats) {
  if (wants_store(line)) return {.logs = {}, .failures = {}, .of_store = true};
  std::vector<std::string> paths = line.arguments;
  const std::optional<Instant> since = oldest_of_use(options);
  Inputs inputs;
  if (line.has("journal") && paths.empty()) {
    inputs.logs.push_back(system_journal(since, formats.journal_programs()));
  } else {
    if (paths.empty()) paths.emplace_back("-");
    const std::vector<RepeatingLogs> repeating = formats.repeating_logs();
    std::vector<ReadFile> read;
    for (const std::string& path : paths) {
      const std::size_t before = inputs.logs.size();
      add(inputs, path, line.has("recursive"), since, repeating);
      for (std::size_t i = before; i < inputs.logs.size(); ++i) {
        const Input& log = inputs.logs[i];
        read.push_back(
            {.path = path == "-" ? std::string() : log.name, .name = log.name, .found = log.found});
      }
    }
    keep_apart(line, read);
  }
  for (Input& log : inputs.logs) log.host = line.value("host");
  return inputs;
}

}  // namespace curfew::cli
