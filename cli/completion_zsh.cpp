#include "commands/commands.h"
#include "completion.h"
#include "options.h"

namespace curfew::cli {
namespace {

// As it stands between single quotes, in a place where some characters have a meaning.
std::string escaped(std::string_view text, std::string_view meaningful) {
  std::string out;
  for (const char letter : text) {
    if (letter == '\'') {
      out += "'\\''";
      continue;
    }
    if (meaningful.find(letter) != std::string_view::npos) out += '\\';
    out += letter;
  }
  return out;
}

std::string action(const std::vector<std::string>& choices, std::string_view otherwise) {
  if (choices.empty()) return std::string(otherwise);
  std::string words;
  for (const std::string& word : choices) words += (words.empty() ? "(" : " ") + word;
  return words + ')';
}

std::string spec(const Option& option) {
  const std::string name = "--" + std::string(option.name) + (option.is_flag() ? "" : "=");
  std::string text = "    ";
  if (option.letter == '\0') {
    text += "'" + name;
  } else {
    const std::string letter = std::string("-") + option.letter;
    text += "'(" + letter + " --" + std::string(option.name) + ")'{" + letter +
            (option.is_flag() ? "," : "+,") + name + "}'";
  }
  text += '[' + escaped(option.help, "[]\\") + ']';
  if (!option.is_flag()) {
    const std::string_view otherwise = option.argument == "ZONE"   ? "_curfew_zones"
                                       : option.argument == "FILE" ? "_files"
                                                                   : " ";
    text += ':' + std::string(option.argument) + ':' + action(choices_of(option), otherwise);
  }
  return text + "' \\\n";
}

std::string function_of(const Command& command) {
  std::string text = "_curfew_" + std::string(command.name) + "() {\n  _arguments -s -S \\\n";
  for (const Option& option : options()) {
    if ((option.commands & command.options) != 0) text += spec(option);
  }
  const std::string files = takes_files(command) ? "'*:log:_files'" : "";
  const std::vector<std::string> choices = argument_choices(command);
  return text + "    " + (choices.empty() ? files : "'1:argument:" + action(choices, "") + "'") +
         "\n}\n\n";
}

constexpr std::string_view zsh_script = R"sh(#compdef curfew
# zsh completion of curfew; made by `curfew completion zsh`

_curfew_zones() {
  local -a zones
  zones=(UTC local ${(f)"$(@zones@)"})
  _multi_parts / zones
}

@functions@_curfew() {
  local -a commands
  commands=(
@rows@  )
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe -t commands command commands
    _files
    return
  fi
  case $words[2] in
    @commands@)
      local command=$words[2]
      shift words
      (( CURRENT-- ))
      _curfew_$command
      ;;
    *) _curfew_report ;;
  esac
}

if [[ $funcstack[1] == _curfew ]]; then
  _curfew "$@"
else
  compdef _curfew curfew
fi
)sh";

}  // namespace

std::string zsh_completion() {
  std::string functions;
  std::string rows;
  std::string names;
  for (const Command& command : commands()) {
    const std::string name(command.name);
    functions += function_of(command);
    rows += "    '" + name + ':' + escaped(command.help, ":\\") + "'\n";
    names += (names.empty() ? "" : "|") + name;
  }
  return filled(zsh_script, {{"zones", std::string(zones_command)},
                             {"functions", functions},
                             {"rows", rows},
                             {"commands", names}});
}

}  // namespace curfew::cli
