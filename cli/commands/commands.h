#pragma once

#include <span>
#include <string_view>

#include "command_line.h"

namespace curfew::cli {

/// A verb of the command line. `run` returns an ExitCode and throws UsageError and Error.
struct Command {
  std::string_view name;
  std::string_view arguments;
  std::string_view help;
  unsigned options = 0;  ///< which options it takes, bits of options.h
  int (*run)(const CommandLine& line) = nullptr;
};

std::span<const Command> commands() noexcept;
const Command* find_command(std::string_view name) noexcept;

int run_report(const CommandLine& line);
int run_daily(const CommandLine& line);
int run_events(const CommandLine& line);
int run_formats(const CommandLine& line);
int run_help(const CommandLine& line);
int run_version(const CommandLine& line);

}  // namespace curfew::cli
