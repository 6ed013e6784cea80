#include <algorithm>
#include <csignal>
#include <cstdint>
#include <string>

#include "commands/commands.h"
#include "commands/reading.h"
#include "curfew/store.h"
#include "exit_code.h"
#include "hints.h"
#include "known_formats.h"
#include "output.h"
#include "settings.h"
#include "store_folder.h"
#include "terminal.h"
#include "time_words.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

CollectOptions manner_of(const CommandLine& line) {
  CollectOptions manner;
  manner.below = line.has("recursive");
  manner.journal = line.has("journal");
  manner.keep_addresses = line.has("keep-addresses");
  if (line.has("keep")) {
    const auto kept = std::chrono::floor<std::chrono::days>(read_span("keep", line.value("keep")));
    if (kept < std::chrono::days(1)) {
      throw UsageError("--keep " + line.value("keep") + ": less than a day",
                       "Findings need some weeks: --keep 400d keeps a year and more.");
    }
    manner.keep = kept;
  }
  return manner;
}

std::string counted(std::uint64_t count, const char* one, const char* more) {
  return std::to_string(count) + ' ' + (count == 1 ? one : more);
}

}  // namespace

int run_collect(const CommandLine& line) {
  if (line.arguments.empty() && !line.has("journal")) {
    throw UsageError("collect: no log is named",
                     "`curfew collect /var/log/mail.log` collects a log and its rotated parts, "
                     "--journal this machine's journal.");
  }
  if (std::ranges::find(line.arguments, "-") != line.arguments.end()) {
    throw UsageError("collect: standard input cannot be collected",
                     "A log is found again by what its file holds: name the file, or its folder.");
  }
  const CollectOptions manner = manner_of(line);
  // Too large a file is then a failure with a reason, and no signal.
  std::signal(SIGXFSZ, SIG_IGN);
  const std::string folder = store_to_write(line);
  Store store(folder, Store::Use::write);
  const Collected done =
      store.collect(line.arguments, known_formats(line), analyzer_options(line), manner);
  for (const Error& failure : done.failures) complain(failure);
  warn(line, done.warnings);
  if (!line.has("quiet")) {
    const LineCount& lines = done.lines;
    print("Collected " + counted(done.bytes, "new byte", "new bytes") + " of " +
          counted(done.logs, "log", "logs") + " into " + printable(folder) + ": " +
          counted(lines.lines(), "line", "lines") + ", " + std::to_string(lines.reported) +
          " about mail, " + std::to_string(lines.ignored) + " of no use here, " +
          std::to_string(lines.unknown) + " not understood.\n");
  }
  return done.failures.empty() ? ExitCode::done : some_input_unread;
}

}  // namespace curfew::cli
