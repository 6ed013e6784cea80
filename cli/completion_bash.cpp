#include "commands/commands.h"
#include "completion.h"
#include "options.h"

namespace curfew::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string names_of(const Option& option, std::string_view between) {
  std::string names = "--" + std::string(option.name);
  if (option.letter != '\0') names += std::string(between) + '-' + option.letter;
  return names;
}

std::string value_cases() {
  std::string text;
  for (const Option& option : options()) {
    if (option.is_flag()) continue;
    const std::vector<std::string> choices = choices_of(option);
    text += "    " + names_of(option, " | ") + ") ";
    if (!choices.empty()) {
      text += "_curfew_words '" + joined(choices) + "'";
    } else if (option.argument == "ZONE") {
      text += "_curfew_zones";
    } else if (option.argument == "FILE") {
      text += "_curfew_files";
    } else {
      text += "COMPREPLY=()";
    }
    text += "; return ;;\n";
  }
  return text;
}

std::string command_cases() {
  std::string text;
  for (const Command& command : commands()) {
    std::string names;
    for (const Option& option : options()) {
      if ((option.commands & command.options) != 0) names += ' ' + names_of(option, " ");
    }
    text += "    " + std::string(command.name) + ")\n      options='" + names.substr(1) + "'\n";
    text += "      arguments='" + joined(argument_choices(command)) + "'\n";
    if (takes_files(command)) text += "      files=yes\n";
    text += "      ;;\n";
  }
  return text;
}

constexpr std::string_view bash_script =
    R"sh(# bash completion of curfew; made by `curfew completion bash`
# shellcheck shell=bash

_curfew_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$word"); }

_curfew_files() {
  compopt -o filenames 2> /dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$word")
}

_curfew_zones() { _curfew_words "UTC local $(@zones@)"; }

_curfew() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local command=report first=yes options='' arguments='' files='' i
  local commands='@commands@'
  COMPREPLY=()
  # --option=value comes as three words.
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]] && ((COMP_CWORD > 2)); then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD > 1)); then
    first=
    case " $commands " in *" ${COMP_WORDS[1]} "*) command=${COMP_WORDS[1]} ;; esac
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${COMP_WORDS[i]} == -- ]]; then
      _curfew_files
      return
    fi
  done
  case $before in
@values@  esac
  case $command in
@cases@  esac
  if [[ $word == -* ]]; then
    _curfew_words "$options"
    return
  fi
  [[ -z $files ]] || _curfew_files
  [[ -z $first ]] || arguments=$commands
  [[ -z $arguments ]] ||
    mapfile -O "${#COMPREPLY[@]}" -t COMPREPLY < <(compgen -W "$arguments" -- "$word")
}

complete -F _curfew curfew
)sh";

}  // namespace

std::string bash_completion() {
  std::vector<std::string> names;
  for (const Command& command : commands()) names.emplace_back(command.name);
  return filled(bash_script, {{"commands", joined(names)},
                              {"zones", std::string(zones_command)},
                              {"values", value_cases()},
                              {"cases", command_cases()}});
}

}  // namespace curfew::cli
