#include "commands/commands.h"
#include "completion.h"
#include "options.h"

namespace curfew::cli {
namespace {

std::string in_fish_quotes(std::string_view text) {
  std::string out = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') out += '\\';
    out += letter;
  }
  return out + '\'';
}

std::string in_fish_list(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return in_fish_quotes(text);
}

std::string commands_of(const Option& option) {
  std::string names;
  for (const Command& command : commands()) {
    if ((option.commands & command.options) != 0) names += ' ' + std::string(command.name);
  }
  return names;
}

std::string value_of(const Option& option) {
  if (option.is_flag()) return {};
  const std::vector<std::string> choices = choices_of(option);
  if (!choices.empty()) return " -x -a " + in_fish_list(choices);
  if (option.argument == "ZONE") return " -x -a '(__curfew_zones)'";
  return option.argument == "FILE" ? " -r -F" : " -x";
}

std::string fish_option_row(const Option& option) {
  std::string text = "complete -c curfew -n '__curfew_is" + commands_of(option) + "'";
  if (option.letter != '\0') text += std::string(" -s ") + option.letter;
  return text + " -l " + std::string(option.name) + value_of(option) + " -d " +
         in_fish_quotes(option.help) + '\n';
}

std::string command_rows(const Command& command) {
  const std::string name(command.name);
  std::string text = "complete -c curfew -n __curfew_is_first -a " + name + " -d " +
                     in_fish_quotes(command.help) + '\n';
  const std::string here = "complete -c curfew -n '__curfew_is " + name + "' ";
  const std::vector<std::string> choices = argument_choices(command);
  if (!choices.empty()) text += here + "-a " + in_fish_list(choices) + '\n';
  if (takes_files(command)) text += here + "-F\n";
  return text;
}

constexpr std::string_view fish_script =
    R"sh(# fish completion of curfew; made by `curfew completion fish`

function __curfew_is_first
    test (count (commandline -opc)) -eq 1
end

function __curfew_is
    set -l words (commandline -opc)
    set -l command report
    if set -q words[2]; and contains -- $words[2] @commands@
        set command $words[2]
    end
    contains -- $command $argv
end

function __curfew_zones
    echo UTC
    echo local
    @zones@
end

complete -c curfew -f
@rows@)sh";

}  // namespace

std::string fish_completion() {
  std::string names;
  std::string rows;
  for (const Command& command : commands()) {
    names += (names.empty() ? "" : " ") + std::string(command.name);
    rows += command_rows(command);
  }
  for (const Option& option : options()) rows += fish_option_row(option);
  return filled(fish_script,
                {{"commands", names}, {"zones", std::string(zones_command)}, {"rows", rows}});
}

}  // namespace curfew::cli
