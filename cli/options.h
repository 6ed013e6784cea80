#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::cli {

enum class OptionGroup { input, period, choose, show, output, behavior };

/// Commands an option belongs to, as bits.
enum : unsigned {
  for_report = 1U << 0U,
  for_events = 1U << 1U,
  for_formats = 1U << 2U,
  for_config = 1U << 3U,
  for_lint = 1U << 4U,
  for_trace = 1U << 5U,
  for_explain = 1U << 6U,
  for_daily = 1U << 7U,
  for_evidence = 1U << 8U,
  for_check = 1U << 9U,
  for_queue = 1U << 10U,
  for_affected = 1U << 11U,
  for_summary = 1U << 12U,
  for_merge = 1U << 13U,
  for_watch = 1U << 14U,
  for_collect = 1U << 15U,
  for_push = 1U << 16U,
  for_help = 1U << 31U,  ///< commands that take none but --help and --version
  for_all = ~for_help,
  for_every = ~0U,
};

/// Where an option may be given.
enum class Given {
  anywhere,         ///< also in a configuration file and in the environment
  not_in_a_file,    ///< a file cannot say which files are read
  on_command_line,  ///< it belongs to one run: a file that is written, a log's year
};

/// What is done with the file that an option names.
enum class FileUse { none, read, folder_read, written };

/// What is known of an option's value beyond its name.
struct ValueRule {
  std::string_view usual = {};    ///< taken where nothing is given
  std::string_view choices = {};  ///< the words it may be, blanks between; none: any text
  std::string_view rival = {};  ///< says the same otherwise: who gives one does not want the other
  Given given = Given::anywhere;
  FileUse file = FileUse::none;
  bool list = false;  ///< several of the choices, commas between
};

/// One row of the one table that the parser, --help, the man pages, the completions and the
/// configuration are made from.
struct Option {
  std::string_view name;      ///< "log-tz"
  char letter = '\0';         ///< 'o' for -o; none: '\0'
  std::string_view argument;  ///< "ZONE"; empty: a flag
  std::string_view help;      ///< without what `value` says
  OptionGroup group = OptionGroup::behavior;
  unsigned commands = for_all;
  ValueRule value = {};

  bool is_flag() const noexcept { return argument.empty(); }
};

std::span<const Option> options() noexcept;
const Option* find_option(std::string_view name) noexcept;
std::string_view title(OptionGroup group) noexcept;

/// The words the option's value may be; empty: any text.
std::vector<std::string> choices_of(const Option& option);

/// The words of a value that is a list.
std::vector<std::string> words_in(std::string_view list);

/// What is shown behind the option: its help, its choices, its usual value.
std::string explained(const Option& option);

/// The word of `known` most like a mistyped one; empty when none is near.
std::string_view nearest(std::string_view mistyped, std::span<const std::string_view> known);
std::string_view nearest_option(std::string_view mistyped);

}  // namespace curfew::cli
