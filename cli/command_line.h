#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::cli {

/// What was typed: the command, the options by name, the rest.
struct CommandLine {
  std::string command;                                      ///< empty: none was named
  std::map<std::string, std::string, std::less<>> values;   ///< a flag has ""
  std::map<std::string, std::string, std::less<>> origins;  ///< where each value was given
  std::vector<std::string> arguments;

  bool has(std::string_view option) const { return values.find(option) != values.end(); }
  /// The option's value, else `otherwise`, else the usual one of the table.
  std::string value(std::string_view option, std::string_view otherwise = {}) const;
};

/// Reads the words after the program's name. Throws UsageError.
CommandLine read_command_line(const std::vector<std::string>& words);

}  // namespace curfew::cli
