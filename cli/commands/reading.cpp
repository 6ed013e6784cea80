#include "commands/reading.h"

#include <optional>

#include "curfew/error.h"
#include "curfew/report.h"
#include "exit_code.h"
#include "hints.h"
#include "progress.h"
#include "store_folder.h"
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

// Nor are archives, but somebody may look for what is in them.
void tell_archives(const std::vector<Error>& archives) {
  if (archives.empty()) return;
  const Error& first = archives.front();
  const std::string others = std::to_string(archives.size()) + " files were not opened (first: ";
  complain(archives.size() == 1 ? first.what() : others + first.what() + ')',
           first.remedy(hints()));
}

void tell_failures(const std::vector<Error>& failures, Reading& reading) {
  std::vector<const Error*> unknown;
  for (const Error& failure : failures) {
    if (failure.code() == ErrorCode::unknown_format) {
      unknown.push_back(&failure);
    } else {
      complain(failure);
      ++reading.broken;
    }
  }
  reading.unknown = static_cast<int>(unknown.size());
  if (unknown.size() > 1) {
    const std::string first = unknown.front()->what();
    complain(first_of(unknown.size(), first.substr(0, first.rfind(": "))),
             unknown.front()->remedy(hints()));
  } else if (!unknown.empty()) {
    complain(*unknown.front());
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

void read_kept(const CommandLine& line, Analyzer& analyzer, Daily* page, Reading& reading) {
  try {
    read_store(line, analyzer, page);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unreadable) throw;
    complain(error);
    ++reading.broken;
    return;
  }
  reading.read = static_cast<int>(analyzer.reading().inputs.size());
  if (reading.read != 0) return;
  complain(store_to_read(line) + ": holds no mail log yet",
           "`curfew collect /var/log/mail.log` reads one into it.");
}

class LinesShown final : public Consumer {
 public:
  LinesShown(Analyzer& analyzer, Progress& progress) : analyzer_(analyzer), progress_(progress) {
    analyzer_.add(*this);
  }
  ~LinesShown() override { analyzer_.remove(*this); }
  LinesShown(const LinesShown&) = delete;
  LinesShown& operator=(const LinesShown&) = delete;
  void lines_read(std::size_t lines) override { progress_.add_lines(lines); }
  bool counts_lines_alone() const noexcept override { return true; }

 private:
  Analyzer& analyzer_;
  Progress& progress_;
};

bool wants_progress(const CommandLine& line, const ReadingManners& manners) {
  const bool mixes =
      manners.writes_meanwhile && output_is_terminal() && line.value("output").empty();
  return errors_are_drawable() && !mixes && !line.has("no-progress") && !line.has("quiet");
}

}  // namespace

int Reading::exit_code() const noexcept {
  if (broken != 0) return some_input_unread;
  if (read == 0) return nothing_usable;
  return unknown != 0 ? some_input_unread : done;
}

Reading read_inputs(const CommandLine& line, Analyzer& analyzer, Inputs inputs,
                    const ReadingManners& manners) {
  Reading reading;
  if (inputs.of_store) {
    read_kept(line, analyzer, manners.page, reading);
    return reading;
  }
  const bool has_progress = wants_progress(line, manners);
  Progress progress(inputs.logs, has_progress);
  std::optional<LinesShown> lines_shown;
  if (has_progress) lines_shown.emplace(analyzer, progress);
  const InputsRead done = analyzer.read_all(inputs.logs);
  progress.erase();
  reading.read = static_cast<int>(done.read);
  const bool told = manners.tells_other_files;
  for (const Error& failure : done.failures) {
    if (told || failure.code() != ErrorCode::unknown_format) inputs.failures.push_back(failure);
  }
  tell_failures(inputs.failures, reading);
  if (told) tell_not_understood(analyzer.reading().inputs, reading);
  if (!line.has("quiet") || done.read == 0) {
    if (told) tell_left_out(done.left_out);
    tell_archives(done.archives);
  }
  return reading;
}

void warn(const CommandLine& line, const std::vector<Warning>& warnings) {
  if (line.has("quiet")) return;
  for (const Warning& warning : warnings) complain(warning.text_with(hints()), {});
}

}  // namespace curfew::cli
