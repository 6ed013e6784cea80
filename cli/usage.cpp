#include "usage.h"

#include <algorithm>

#include "commands/commands.h"
#include "exit_code.h"
#include "options.h"

namespace curfew::cli {
namespace {

constexpr std::size_t help_column = 28;
constexpr std::size_t line_width = 80;

// The words from `indent` on, in lines no longer than `line_width`.
void append_wrapped(std::string& out, std::string_view words, std::size_t indent) {
  std::size_t column = indent;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (column + word.size() + 1 > line_width && column > indent) {
      out += '\n';
      out.append(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    words.remove_prefix(word.size() == words.size() ? word.size() : word.size() + 1);
  }
  out += '\n';
}

void append_row(std::string& out, std::string left, std::string_view help) {
  if (left.size() + 2 > help_column) {
    out += left + '\n';
    left.clear();
  }
  left.append(help_column - left.size(), ' ');
  out += left;
  append_wrapped(out, help, help_column);
}

std::string left_of(const Option& option) {
  std::string left =
      option.letter == '\0' ? std::string("      ") : std::string("  -") + option.letter + ", ";
  left += "--" + std::string(option.name);
  if (!option.argument.empty()) left += ' ' + std::string(option.argument);
  return left;
}

void append_options(std::string& out, unsigned commands) {
  const Option* previous = nullptr;
  for (const Option& option : options()) {
    if ((option.commands & commands) == 0) continue;
    if (previous == nullptr || previous->group != option.group) {
      out += '\n' + std::string(title(option.group)) + '\n';
    }
    append_row(out, left_of(option), explained(option));
    previous = &option;
  }
}

void append_examples(std::string& out, std::string_view lines) {
  if (lines.empty()) return;
  out += "\nExamples\n";
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    out += "  " + std::string(line) + '\n';
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
  }
}

}  // namespace

std::string short_usage() {
  return "curfew finds which remote refuses our mail, at which hours, with which code.\n\n"
         "  curfew /var/log/mail.log\n"
         "  zcat mainlog.*.gz | curfew - --tz America/Phoenix\n\n"
         "`curfew --help` shows everything.\n";
}

std::string usage(std::string_view command) {
  const Command* const chosen = command.empty() ? nullptr : find_command(command);
  std::string out;
  if (chosen == nullptr) {
    out +=
        "curfew finds which remote refuses our mail, at which hours, with which code.\n\n"
        "usage: curfew [report] [options] [FILE...]      - or nothing: standard input\n"
        "       curfew COMMAND [options] ...\n\nCommands\n";
    for (const Command& one : commands()) append_row(out, "  " + std::string(one.name), one.help);
  } else {
    append_wrapped(
        out, "usage: curfew " + std::string(chosen->name) + ' ' + std::string(chosen->arguments),
        0);
    out += '\n';
    append_wrapped(out, chosen->help, 0);
    if (!chosen->details.empty()) {
      out += '\n';
      append_wrapped(out, chosen->details, 0);
    }
  }
  const Command& shown = chosen == nullptr ? *find_command("report") : *chosen;
  append_options(out, shown.options);
  append_examples(out, shown.examples);
  out += "\nExit status\n";
  for (const ExitMeaning& exit : exit_meanings) {
    append_row(out, "  " + std::to_string(exit.code), exit.meaning);
  }
  out += '\n';
  append_wrapped(
      out,
      "Options can be set for good in a file or in the environment (CURFEW_TOP=20); "
      "`curfew config` shows them. `curfew help COMMAND` and `man curfew-COMMAND` tell of "
      "each command.",
      0);
  return out;
}

}  // namespace curfew::cli
