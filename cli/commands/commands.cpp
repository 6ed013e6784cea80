#include "commands/commands.h"

#include <algorithm>
#include <array>

#include "options.h"

namespace curfew::cli {
namespace {

constexpr std::array table = {
    Command{"report", "[options] [FILE...]",
            "who defers our mail, by hour, remote and code (the default)", for_report, run_report},
    Command{"daily", "[options] [FILE...]",
            "the morning page: totals, traffic, top names, rejections, the server's own warnings",
            for_daily, run_daily},
    Command{"events", "[options] [FILE...]",
            "what the lines say, one JSON object a line (schema curfew-event/1)", for_events,
            run_events},
    Command{"formats", "[options]", "the log formats that are known", for_formats, run_formats},
    Command{"help", "[COMMAND]", "this help, or a command's", 0, run_help},
    Command{"version", "", "the version", 0, run_version},
};

}  // namespace

std::span<const Command> commands() noexcept {
  return table;
}

const Command* find_command(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(table, name, &Command::name);
  return found == table.end() ? nullptr : found;
}

}  // namespace curfew::cli
