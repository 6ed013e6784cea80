#include "curfew/queue.h"

#include "commands/commands.h"
#include "exit_code.h"
#include "hints.h"
#include "known_formats.h"
#include "output.h"
#include "settings.h"
#include "terminal.h"
#include "usage_error.h"
#include "written_files.h"

namespace curfew::cli {
namespace {

QueueOptions queue_options(const CommandLine& line) {
  const AnalyzerOptions options = analyzer_options(line);
  QueueOptions chosen;
  chosen.zone = options.log_zone.value_or(options.system_zone);
  chosen.now =
      options.now.value_or(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()));
  chosen.catalogue = chosen_catalogue(line);
  chosen.formats = known_formats(line);
  return chosen;
}

}  // namespace

int run_queue(const CommandLine& line) {
  constexpr int usual_top = 20;
  const int asked = line.has("top") ? number(line, "top", 1, 1'000'000) : usual_top;
  const QueueOptions options = queue_options(line);
  if (line.arguments.size() > 1) {
    throw UsageError("queue: more than one listing", "Give one file, or none for standard input.");
  }
  const std::string path = line.arguments.empty() ? "-" : line.arguments.front();
  const std::unique_ptr<Source> source = unpacked(path == "-" ? standard_input() : open_file(path));
  Output output(line.value("output"));
  QueueListing listing = read_queue(*source, options);
  listing.hints = hints();
  if (listing.form.empty() && listing.unknown != 0) {
    complain(source->name() + ": holds no listing of a queue",
             "Those of `mailq`, `postqueue -j` and `exim -bp` are known.");
    return nothing_usable;
  }
  const TimeZone zone = line.has("tz") ? TimeZone::named(line.value("tz")) : options.zone;
  if (line.has("json")) {
    write_json(listing, zone, output.stream());
  } else {
    write_text(listing, zone, output_width(), line.has("all") ? 0 : static_cast<std::size_t>(asked),
               output.stream());
  }
  output.finish();
  return done;
}

}  // namespace curfew::cli
