#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "curfew/analyzer.h"
#include "curfew/engine.h"
#include "engine_options.h"
#include "exit_code.h"
#include "known_formats.h"
#include "output.h"
#include "redaction.h"
#include "settings.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

int print_tables(const CommandLine& line) {
  if (!line.arguments.empty()) {
    throw UsageError("--ddl: reads no logs", "Without --ddl, FILE is sent.");
  }
  const std::string database = line.value("database");
  const std::string cluster = line.value("cluster");
  print(line.has("tune") ? engine_tuning(database, cluster) : engine_tables(database, cluster));
  return done;
}

}  // namespace

int run_push(const CommandLine& line) {
  if (line.has("ddl")) return print_tables(line);
  for (const char* const option : {"tune", "cluster"}) {
    if (line.has(option)) {
      throw UsageError("--" + std::string(option) + ": belongs to --ddl",
                       "`curfew push --ddl` prints the tables.");
    }
  }
  if (!line.has("to")) {
    throw UsageError("push: no engine is named", "`curfew push --to http://HOST:8123 FILE...`");
  }
  AnalyzerOptions options = analyzer_options(line);
  options.servers_apart = true;
  Analyzer analyzer(known_formats(line), std::move(options));
  Inputs inputs = inputs_of(line, analyzer.options(), analyzer.formats());
  const AddressHiding hiding(line, analyzer);
  PushOptions sending;
  sending.address = engine_address(line, line.value("to"));
  sending.is_repeatable = !line.has("catalogue") && !line.has("formats");
  if (hiding.hides()) {
    sending.address_shown = [&hiding](std::string_view address) { return hiding.shown(address); };
  }
  Push push(analyzer, std::move(sending));
  const Reading reading = read_inputs(line, analyzer, std::move(inputs));
  warn(line, analyzer.reading().warnings);
  push.finish();
  return reading.exit_code();
}

}  // namespace curfew::cli
