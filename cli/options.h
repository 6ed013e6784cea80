#pragma once

#include <span>
#include <string_view>

namespace curfew::cli {

enum class OptionGroup { input, period, choose, show, output, behavior };

/// Commands an option belongs to, as bits.
enum : unsigned { for_report = 1, for_events = 2, for_formats = 4, for_daily = 8, for_all = 15 };

/// One row of the one table that the parser, --help and the man page are made from.
struct Option {
  std::string_view name;      ///< "log-tz"
  char letter = '\0';         ///< 'o' for -o; none: '\0'
  std::string_view argument;  ///< "ZONE"; empty: a flag
  std::string_view help;
  OptionGroup group = OptionGroup::behavior;
  unsigned commands = for_all;
};

std::span<const Option> options() noexcept;
const Option* find_option(std::string_view name) noexcept;
std::string_view title(OptionGroup group) noexcept;

/// The option most like a mistyped name; empty when none is near.
std::string_view nearest_option(std::string_view mistyped);

}  // namespace curfew::cli
