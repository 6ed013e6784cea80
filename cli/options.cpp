#include "options.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace curfew::cli {
namespace {

using enum OptionGroup;

constexpr unsigned reports = for_report | for_daily;
constexpr unsigned reading = reports | for_events;

constexpr std::array table = {
    Option{"recursive", 'r', "",
           "of a folder, also read the logs in the folders below it (default: those in it alone)",
           input, reading},
    Option{"input-format", '\0', "FORMAT",
           "read the logs as FORMAT (`curfew formats`) instead of recognizing them", input,
           reading},
    Option{
        "log-tz", '\0', "ZONE",
        "zone of stamps that name none (default: learned from ids in the log, else this machine's)",
        input, reading},
    Option{"year", '\0', "YEAR",
           "year of the first stamp where stamps have none (default: learned, else from the file's "
           "date)",
           input, reading},
    Option{"now", '\0', "TIME", "take TIME for the present", input, reading},
    Option{
        "since", '\0', "TIME",
        "count nothing before TIME: 2020-06-02, \"2020-06-02 17:00\", yesterday, -2d, @1591142400",
        period, reading},
    Option{"until", '\0', "TIME", "count nothing from TIME on", period, reading},
    Option{"last", '\0', "SPAN", "count the last SPAN alone: 24h, 7d, 4w", period, reading},
    Option{"group", '\0', "LEVEL", "count remotes by provider (default), host, ip or domain",
           choose, reading},
    Option{"tz", '\0', "ZONE",
           "hours of day in ZONE (default: the log's clock where it is known, else this machine's)",
           show, reports},
    Option{
        "top", '\0', "N",
        "draw the N remotes with most deferrals (default: 5); daily: rows of each table (default: "
        "10, JSON 100)",
        show, reports},
    Option{"all", '\0', "", "draw every remote that deferred mail; daily: every row", show,
           reports},
    Option{"ascii", '\0', "", "draw with ASCII characters alone", show, for_report},
    Option{"color", '\0', "WHEN", "auto (default), always or never; NO_COLOR is honored", show,
           reports},
    Option{"inbound", '\0', "", "also print what our server turned away, and its own warnings",
           show, for_events},
    Option{"json", '\0', "", "same as --format json", OptionGroup::output, reports},
    Option{"format", '\0', "FORMAT",
           "text (default) or json (schema curfew-summary/1; daily: curfew-daily/1)",
           OptionGroup::output, reports},
    Option{"output", 'o', "FILE", "write to FILE instead of standard output", OptionGroup::output,
           for_all},
    Option{"strict", '\0', "", "no report when an input could not be read whole", behavior,
           reports},
    Option{"quiet", 'q', "", "no warnings and no progress on standard error", behavior, reading},
    Option{"no-progress", '\0', "", "do not show on a terminal how far reading has come", behavior,
           reading},
    Option{"help", 'h', "", "show help", behavior, for_all},
    Option{"version", '\0', "", "show the version", behavior, for_all},
};

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

}  // namespace

std::span<const Option> options() noexcept {
  return table;
}

const Option* find_option(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(table, name, &Option::name);
  return found == table.end() ? nullptr : found;
}

std::string_view title(OptionGroup group) noexcept {
  switch (group) {
    case input:
      return "Input";
    case period:
      return "Period";
    case choose:
      return "Choose";
    case show:
      return "Show";
    case OptionGroup::output:
      return "Output";
    case behavior:
      return "Behavior";
  }
  return "";
}

std::string_view nearest_option(std::string_view mistyped) {
  std::string_view best;
  std::size_t least = 3;  // farther is another word
  for (const Option& option : table) {
    const std::size_t steps = distance(mistyped, option.name);
    if (steps < least) {
      least = steps;
      best = option.name;
    }
  }
  return best;
}

}  // namespace curfew::cli
