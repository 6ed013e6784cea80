#include "command_line.h"

#include <unistd.h>

#include <boost/program_options.hpp>

#include "commands/commands.h"
#include "options.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

namespace po = boost::program_options;

po::options_description described() {
  po::options_description all;
  for (const Option& option : options()) {
    std::string name(option.name);
    if (option.letter != '\0') name += std::string(",") + option.letter;
    if (option.argument.empty()) {
      all.add_options()(name.c_str(), "");
    } else {
      // Text, whatever is meant: numbers are checked where they are used (Boost reads -1 as
      // 2^32-1).
      all.add_options()(name.c_str(), po::value<std::string>(), "");
    }
  }
  all.add_options()("arguments", po::value<std::vector<std::string>>(), "");
  return all;
}

po::variables_map parsed(const std::vector<std::string>& words) {
  // Abbreviations are not taken: --s would break when a second option with s comes.
  constexpr int style =
      po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  po::positional_options_description rest;
  rest.add("arguments", -1);
  const po::options_description all = described();
  po::variables_map values;
  try {
    po::store(po::command_line_parser(words).options(all).positional(rest).style(style).run(),
              values);
  } catch (const po::unknown_option& error) {
    std::string typed = error.get_option_name();
    typed.erase(0, typed.find_first_not_of('-'));
    const std::string_view near = nearest_option(typed);
    throw UsageError("--" + typed + ": no such option",
                     near.empty() ? "`curfew --help` lists the options."
                                  : "Did you mean --" + std::string(near) + "?");
  } catch (const po::multiple_occurrences& error) {
    throw UsageError(error.get_option_name() + ": given twice");
  } catch (const po::invalid_command_line_syntax& error) {
    throw UsageError(error.get_option_name() + ": needs a value");
  } catch (const po::error& error) {
    throw UsageError(error.what());
  }
  return values;
}

// A log is meant, or a mistyped command.
void check_first_word(const std::string& word) {
  const std::string_view near = nearest_command(word);
  if (near.empty() || ::access(word.c_str(), F_OK) == 0) return;
  throw UsageError(word + ": neither a command nor a file",
                   "Did you mean `curfew " + std::string(near) + "`?");
}

}  // namespace

std::string CommandLine::value(std::string_view option, std::string_view otherwise) const {
  const auto found = values.find(option);
  if (found != values.end()) return found->second;
  if (!otherwise.empty()) return std::string(otherwise);
  const Option* const row = find_option(option);
  return row == nullptr ? std::string() : std::string(row->value.usual);
}

CommandLine read_command_line(const std::vector<std::string>& words) {
  CommandLine line;
  std::vector<std::string> rest = words;
  if (!rest.empty() && find_command(rest.front()) != nullptr) {
    line.command = rest.front();
    rest.erase(rest.begin());
  }
  const po::variables_map values = parsed(rest);
  for (const Option& option : options()) {
    const std::string name(option.name);
    if (values.count(name) == 0) continue;
    std::string& value = line.values[name];
    if (option.argument.empty()) continue;
    value = values[name].as<std::string>();
    // A variable of a script that was never set; "no value" would be taken for what is usual.
    if (value.empty()) {
      throw UsageError("--" + name + ": is empty", "Give it a value, or leave the option out.");
    }
  }
  if (values.count("arguments") != 0) {
    line.arguments = values["arguments"].as<std::vector<std::string>>();
  }
  if (line.command.empty() && !words.empty() && !words.front().starts_with('-')) {
    check_first_word(words.front());
  }
  return line;
}

}  // namespace curfew::cli
