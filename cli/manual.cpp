#include "manual.h"

#include <algorithm>
#include <cctype>

#include "config.h"
#include "exit_code.h"
#include "options.h"

namespace curfew::cli {
namespace {

// The day the text was last gone over, not the day it is printed: the same source, the same page.
constexpr const char* dated = "November 25, 2026";

constexpr std::size_t width = 78;

// Text as mdoc takes it: `code` in bold, a line for each sentence, none that begins like a request.
std::string prose(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  bool bold = false;
  bool ended = false;  // a sentence, before this word
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (word.empty()) continue;
    std::string written;
    for (const char letter : word) {
      if (letter == '`') {
        bold = !bold;
        written += bold ? "\\fB" : "\\fR";
      } else if (letter == '\\') {
        written += "\\e";
      } else if (letter == '"') {
        written += "\\(dq";
      } else if (letter == '-') {
        written += "\\-";
      } else {
        written += letter;
      }
    }
    if (column != 0 && (ended || column + 1 + written.size() > width)) {
      out += '\n';
      column = 0;
    } else if (column != 0) {
      out += ' ';
      ++column;
    }
    if (column == 0 && (written.front() == '.' || written.front() == '\'')) out += "\\&";
    out += written;
    column += written.size();
    ended = word.ends_with('.') && word.size() > 1;
  }
  return out + '\n';
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char letter) {
    return static_cast<char>(std::toupper(letter));
  });
  return out;
}

std::string head(std::string_view page, std::string_view name, std::string_view help) {
  std::string text = ".\\\" Made by `curfew man`.\n.Dd ";
  text += dated;
  text += "\n.Dt " + upper(page) + " 1\n.Os\n.Sh NAME\n.Nm " + std::string(name) + "\n.Nd " +
          prose(help) + ".Sh SYNOPSIS\n";
  return text;
}

std::string option_row(const Option& option) {
  std::string text = ".It ";
  const std::string argument = option.is_flag() ? "" : " Ar " + std::string(option.argument);
  if (option.letter != '\0') text += std::string("Fl ") + option.letter + argument + " , ";
  return text + "Fl Fl " + std::string(option.name) + argument + '\n' +
         prose(explained(option) + '.');
}

std::string option_list(unsigned taken) {
  std::string text;
  const Option* previous = nullptr;
  for (const Option& option : options()) {
    if ((option.commands & taken) == 0) continue;
    if (previous == nullptr || previous->group != option.group) {
      if (previous != nullptr) text += ".El\n";
      text += ".Ss " + std::string(title(option.group)) + "\n.Bl -tag -width Ds\n";
    }
    text += option_row(option);
    previous = &option;
  }
  return previous == nullptr ? text : text + ".El\n";
}

std::string synopsis_of(const Command& command) {
  std::string text;
  if (command.arguments.find("[options]") != std::string_view::npos) text += ".Op Ar option ...\n";
  std::string_view rest = command.arguments;
  if (rest.starts_with("[options]")) rest.remove_prefix(9);
  while (!rest.empty()) {
    std::string word(rest.substr(0, rest.find(' ')));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    const bool optional = word.find('[') != std::string::npos;
    const bool many = word.find("...") != std::string::npos;
    std::erase_if(word,
                  [](char letter) { return letter == '[' || letter == ']' || letter == '.'; });
    if (word.empty()) continue;
    text += std::string(optional ? ".Op Ar " : ".Ar ") + word + (many ? " ..." : "") + '\n';
  }
  return text;
}

std::string exit_status() {
  std::string text = ".Sh EXIT STATUS\n.Bl -tag -width Ds\n";
  for (const ExitMeaning& exit : exit_meanings) {
    text += ".It " + std::to_string(exit.code) + '\n' + prose(std::string(exit.meaning) + '.');
  }
  return text + ".El\n";
}

std::string environment() {
  std::string text = ".Sh ENVIRONMENT\n" +
                     prose(
                         "Most options can be set by a variable: its name is that of the option, "
                         "in capitals, with "
                         "`_` for `-`. A flag is set by yes and unset by no.") +
                     ".Bl -tag -width Ds\n";
  for (const Option& option : options()) {
    if (option.value.given == Given::on_command_line) continue;
    text += ".It Ev " + variable_of(option) + "\nsets\n.Fl Fl " + std::string(option.name) + " .\n";
  }
  return text + ".It Ev NO_COLOR , CLICOLOR_FORCE\n" +
         prose("When not empty: no color, color also where the output is no terminal.") +
         ".It Ev MALLOC_CONF\n" +
         prose(
             "`thp:default` turns large pages of memory off, which take up to a tenth off the time "
             "of a long log and cost some megabytes. Where the command was built with jemalloc.") +
         ".It Ev PAGER\n" + prose("What shows a report that is longer than the terminal.") +
         ".It Ev TZ\n" + prose("The machine's time zone.") + ".El\n";
}

std::string files() {
  return ".Sh FILES\n.Bl -tag -width Ds\n.It Pa $XDG_CONFIG_HOME/curfew/curfew.conf\n" +
         prose("The user's configuration; below `~/.config` when that variable is not set.") +
         ".It Pa " CURFEW_SYSTEM_CONFIG "\n" + prose("The system's configuration.") + ".El\n.Pp\n" +
         prose(
             "Lines hold `option = value`; below a line `[command]` they are meant for that "
             "command alone. Lines that begin with `#` are comments. What was typed counts "
             "before the environment, that before the user's file, that before the system's.");
}

std::string examples(std::string_view lines) {
  return lines.empty() ? std::string() : ".Sh EXAMPLES\n.Bd -literal\n" + [&] {
    std::string text;
    for (const char letter : lines) {
      text += letter == '-' ? "\\-" : std::string(1, letter);
    }
    return text;
  }() + "\n.Ed\n";
}

std::string command_list() {
  std::string text = ".Ss Commands\n.Bl -tag -width Ds\n";
  for (const Command& command : commands()) {
    text += ".It Cm " + std::string(command.name) + '\n' + prose(std::string(command.help) + '.');
  }
  return text + ".El\n";
}

std::string see_also() {
  std::vector<std::string> names;
  for (const Command& command : commands()) names.emplace_back(command.name);
  std::ranges::sort(names);
  std::string text = ".Sh SEE ALSO\n";
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += ".Xr curfew-" + names[i] + " 1" + (i + 1 < names.size() ? " ,\n" : "\n");
  }
  return text;
}

}  // namespace

std::string manual() {
  const Command& report = *find_command("report");
  return head("curfew", "curfew",
              "find which remote refuses our mail, at which hours, with which code") +
         ".Nm\n.Op Cm report\n" + synopsis_of(report) + ".Nm\n.Ar command\n.Op Ar option ...\n" +
         ".Op Ar argument ...\n.Sh DESCRIPTION\n" + prose(report.details) + command_list() +
         option_list(report.options) + environment() + files() + exit_status() +
         examples(report.examples) + see_also();
}

std::string manual(const Command& command) {
  const std::string name = "curfew-" + std::string(command.name);
  std::string details(command.details);
  if (details.empty()) details = "Shows " + std::string(command.help) + '.';
  return head(name, name, command.help) + ".Nm curfew " + std::string(command.name) + '\n' +
         synopsis_of(command) + ".Sh DESCRIPTION\n" + prose(details) +
         option_list(command.options) + exit_status() + examples(command.examples) +
         ".Sh SEE ALSO\n.Xr curfew 1\n";
}

}  // namespace curfew::cli
