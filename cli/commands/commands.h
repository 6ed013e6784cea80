#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command_line.h"

namespace curfew::cli {

/// A verb of the command line. `run` returns an ExitCode and throws UsageError and Error.
struct Command {
  std::string_view name;
  std::string_view arguments;
  std::string_view help;
  unsigned options = 0;  ///< which options it takes, bits of options.h
  int (*run)(const CommandLine& line) = nullptr;
  std::string_view details = {};   ///< sentences for its own help and man page
  std::string_view examples = {};  ///< command lines, a line each
};

std::span<const Command> commands() noexcept;

/// The command of that name. Throws UsageError.
const Command& command_named(const std::string& name);

bool takes_files(const Command& command) noexcept;

/// The words the command's argument may be; empty: a file, or none.
std::vector<std::string> argument_choices(const Command& command);
const Command* find_command(std::string_view name) noexcept;

/// The command most like a mistyped one; empty when none is near.
std::string_view nearest_command(std::string_view mistyped);

int run_report(const CommandLine& line);
int run_daily(const CommandLine& line);
int run_events(const CommandLine& line);
int run_lint(const CommandLine& line);
int run_trace(const CommandLine& line);
int run_check(const CommandLine& line);
int run_evidence(const CommandLine& line);
int run_affected(const CommandLine& line);
int run_collect(const CommandLine& line);
int run_summary(const CommandLine& line);
int run_push(const CommandLine& line);
int run_merge(const CommandLine& line);
int run_watch(const CommandLine& line);
int run_queue(const CommandLine& line);
int run_explain(const CommandLine& line);
int run_formats(const CommandLine& line);
int run_help(const CommandLine& line);
int run_version(const CommandLine& line);
int run_config(const CommandLine& line);
int run_completion(const CommandLine& line);
int run_man(const CommandLine& line);
int run_schema(const CommandLine& line);

}  // namespace curfew::cli
