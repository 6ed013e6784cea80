#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "command_line.h"
#include "commands/commands.h"
#include "options.h"

namespace curfew::cli {

/// A configuration file that was looked for.
struct ConfigFile {
  std::string path;
  bool required = false;  ///< named by the user: that it is missing is a mistake
  bool is_there = false;
};

/// The origin of what was typed.
inline constexpr std::string_view command_line_origin = "command line";

/// Adds to what was typed what the environment and the configuration files say of the command's
/// options, and each one's origin. What was typed counts before the environment, the environment
/// before the user's file, that before the system's. Returns the files that were looked for, the
/// strongest first. Throws UsageError naming the file and line, or the variable.
std::vector<ConfigFile> add_settings(CommandLine& line, const Command& command);

/// "CURFEW_LOG_TZ" for "log-tz".
std::string variable_of(const Option& option);

/// Where the option or the value that a complaint begins with was set, when nobody typed it:
/// "/etc/curfew.conf:3"; empty otherwise.
std::string origin_of_mistake(const CommandLine& line, std::string_view complaint);

}  // namespace curfew::cli
