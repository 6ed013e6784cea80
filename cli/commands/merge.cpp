#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "commands/commands.h"
#include "commands/reading.h"
#include "commands/report_output.h"
#include "curfew/analyzer.h"
#include "curfew/error.h"
#include "curfew/input.h"
#include "exit_code.h"
#include "known_formats.h"
#include "output.h"
#include "redaction.h"
#include "settings.h"
#include "terminal.h"
#include "usage_error.h"
#include "written_files.h"

namespace curfew::cli {
namespace {

// A day of a large server comes to some megabytes.
constexpr std::size_t largest = std::size_t{1024} * 1024 * 1024;

std::string bytes_of(const Input& input) {
  const std::unique_ptr<Source> source = unpacked(input.open());
  std::string bytes;
  constexpr std::size_t piece = 256 * 1024;
  for (std::size_t got = piece; got != 0;) {
    const std::size_t before = bytes.size();
    if (before > largest) {
      throw Error(ErrorCode::unreadable, input.name + ": is larger than a gigabyte",
                  "No partial result is.");
    }
    bytes.resize(before + piece);
    got = source->read(std::span(bytes.data() + before, piece));
    bytes.resize(before + got);
  }
  return bytes;
}

// Of folders, what is named like a partial result.
std::vector<Input> partials_of(const CommandLine& line, Reading& reading) {
  std::vector<Input> found;
  std::vector<ReadFile> read;
  std::vector<std::string> paths = line.arguments;
  if (paths.empty()) paths.emplace_back("-");
  for (const std::string& path : paths) {
    try {
      for (Input& input : inputs_at(path, line.has("recursive"))) {
        if (input.found && input.name.find(".curfew") == std::string::npos) continue;
        read.push_back({.path = path == "-" ? std::string() : input.name,
                        .name = input.name,
                        .found = input.found});
        found.push_back(std::move(input));
      }
    } catch (const Error& error) {
      complain(error);
      ++reading.broken;
    }
  }
  keep_apart(line, read);
  return found;
}

Reading take_all(const CommandLine& line, Analyzer& analyzer) {
  Reading reading;
  const std::vector<Input> partials = partials_of(line, reading);
  if (partials.empty() && reading.broken == 0) {
    throw UsageError("merge: no partial result is named",
                     "`curfew summary -o host.curfew FILE...` makes one; of a folder, files named "
                     "*.curfew are taken.");
  }
  for (const Input& input : partials) {
    try {
      analyzer.take(bytes_of(input), input.name);
      ++reading.read;
    } catch (const Error& error) {
      complain(error);
      ++reading.broken;
    }
  }
  return reading;
}

int write_partial(const CommandLine& line, Analyzer& analyzer) {
  if (is_shown_on_terminal(line.value("output"))) {
    throw UsageError("--partial: writes bytes that a terminal cannot show", "Name a file with -o.");
  }
  Output output(line.value("output"));
  const Reading reading = take_all(line, analyzer);
  if (reading.read == 0) return reading.exit_code();
  output.stream() << analyzer.partial();
  output.finish();
  return reading.exit_code();
}

}  // namespace

int run_merge(const CommandLine& line) {
  AnalyzerOptions options = analyzer_options(line);
  options.servers_apart = true;
  Analyzer analyzer(known_formats(line), std::move(options));
  if (line.has("partial")) return write_partial(line, analyzer);
  Hiding hiding(line, analyzer);
  ReportOutput output(line);
  const Reading reading = take_all(line, analyzer);
  if (reading.read == 0 || (line.has("strict") && reading.exit_code() != 0)) {
    return reading.exit_code();
  }
  output.write(output.report_of(analyzer, hiding));
  return reading.exit_code();
}

}  // namespace curfew::cli
