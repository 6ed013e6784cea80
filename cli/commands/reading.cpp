#include "commands/reading.h"

#include "curfew/error.h"
#include "curfew/input.h"
#include "curfew/report.h"
#include "exit_code.h"
#include "progress.h"
#include "settings.h"
#include "terminal.h"

namespace curfew::cli {
namespace {

std::string first_of(std::size_t count, const std::string& first) {
  return std::to_string(count) + " files hold no mail log (first: " + first + ").";
}

// A folder of logs holds other logs too; that is no error unless there is nothing else.
void tell_left_out(const std::vector<std::string>& names) {
  if (names.size() == 1) {
    complain(names.front() + ": holds no mail log that is known", {});
  } else if (!names.empty()) {
    complain(first_of(names.size(), names.front()) +
                 " --input-format forces a parser; `curfew lint` shows why.",
             {});
  }
}

void tell_failures(const std::vector<Error>& failures, Reading& reading) {
  std::vector<const Error*> unknown;
  for (const Error& failure : failures) {
    if (failure.code() == ErrorCode::unknown_format) {
      unknown.push_back(&failure);
    } else {
      complain(failure.what(), failure.remedy());
      ++reading.broken;
    }
  }
  reading.unknown = static_cast<int>(unknown.size());
  if (unknown.size() > 1) {
    const std::string first = unknown.front()->what();
    complain(first_of(unknown.size(), first.substr(0, first.rfind(": "))),
             unknown.front()->remedy());
  } else if (!unknown.empty()) {
    complain(unknown.front()->what(), unknown.front()->remedy());
  }
}

// A log of which nothing was understood is no log without mail.
void tell_not_understood(const std::vector<ReportInput>& inputs, Reading& reading) {
  for (const ReportInput& input : inputs) {
    if (input.lines.reported != 0 || input.lines.unknown == 0) continue;
    complain(input.name + ": says nothing that was understood; read as " + input.format + ", " +
                 std::to_string(input.lines.unknown) + " of its lines are unknown",
             "`curfew lint` shows them; --input-format forces a parser.");
    ++reading.broken;
  }
}

// Events are written while logs are read; on one terminal the two would mix.
bool wants_progress(const CommandLine& line, const Analyzer& analyzer) {
  const bool mixes = analyzer.on_events && output_is_terminal() && line.value("output").empty();
  return errors_are_drawable() && !mixes && !line.has("no-progress") && !line.has("quiet");
}

}  // namespace

int Reading::exit_code() const noexcept {
  if (broken != 0) return some_input_unread;
  if (read == 0) return nothing_usable;
  return unknown != 0 ? some_input_unread : done;
}

Reading read_inputs(const CommandLine& line, Analyzer& analyzer, Strangers strangers) {
  std::vector<std::string> paths = line.arguments;
  Reading reading;
  std::vector<Input> inputs;
  const std::optional<Instant> since = oldest_of_use(analyzer.options());
  if (line.has("journal") && paths.empty()) {
    inputs.push_back(system_journal(since));
  } else if (paths.empty()) {
    paths.emplace_back("-");
  }
  std::vector<Error> failures;
  for (const std::string& path : paths) {
    try {
      std::vector<Input> found = inputs_at(path, line.has("recursive"), since);
      if (found.empty()) {
        failures.emplace_back(
            ErrorCode::unknown_format, path + ": a folder without log files",
            line.has("recursive") ? "" : "Folders below it are looked into with -r.");
      }
      for (Input& input : found) inputs.push_back(std::move(input));
    } catch (const Error& error) {
      failures.push_back(error);
    }
  }
  for (Input& input : inputs) input.host = line.value("host");
  Progress progress(inputs, wants_progress(line, analyzer));
  analyzer.on_lines = [&progress](std::size_t lines) { progress.add_lines(lines); };
  const InputsRead done = analyzer.read_all(inputs);
  progress.erase();
  analyzer.on_lines = nullptr;
  reading.read = static_cast<int>(done.read);
  const bool told = strangers == Strangers::told;
  for (const Error& failure : done.failures) {
    if (told || failure.code() != ErrorCode::unknown_format) failures.push_back(failure);
  }
  tell_failures(failures, reading);
  if (told) tell_not_understood(analyzer.reading().inputs, reading);
  if (told && (!line.has("quiet") || done.read == 0)) tell_left_out(done.left_out);
  return reading;
}

void warn(const CommandLine& line, const std::vector<Warning>& warnings) {
  if (line.has("quiet")) return;
  for (const Warning& warning : warnings) complain(warning.text, {});
}

}  // namespace curfew::cli
