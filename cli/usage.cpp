#include "usage.h"

#include "commands/commands.h"
#include "options.h"

namespace curfew::cli {
namespace {

constexpr std::size_t help_column = 28;
constexpr std::size_t width = 96;

void append_wrapped(std::string& out, std::string_view words) {
  std::size_t column = help_column;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (column + word.size() + 1 > width && column > help_column) {
      out += '\n';
      out.append(help_column, ' ');
      column = help_column;
    } else if (column > help_column) {
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
  append_wrapped(out, help);
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

}  // namespace

std::string short_usage() {
  return "curfew finds which remote refuses our mail, at which hours, with which code.\n\n"
         "  curfew /var/log/mail.log\n"
         "  zcat mainlog.*.gz | curfew - --tz America/Phoenix\n\n"
         "`curfew --help` shows everything.\n";
}

std::string usage(std::string_view command) {
  const Command* const chosen = find_command(command);
  std::string out;
  if (chosen == nullptr) {
    out +=
        "curfew finds which remote refuses our mail, at which hours, with which code.\n\n"
        "usage: curfew [report] [options] [FILE...]      - or nothing: standard input\n"
        "       curfew COMMAND [options] ...\n\nCommands\n";
    for (const Command& one : commands()) append_row(out, "  " + std::string(one.name), one.help);
  } else {
    out += "usage: curfew " + std::string(chosen->name) + ' ' + std::string(chosen->arguments) +
           "\n\n" + std::string(chosen->help) + '\n';
  }
  append_options(out, chosen == nullptr ? static_cast<unsigned>(for_report) : chosen->options);
  out +=
      "\nExit status: 0 done, 2 wrong use, 3 an input could not be read (the rest is reported), "
      "4 no\nmail log in the input, 5 internal error.\n";
  return out;
}

}  // namespace curfew::cli
