#pragma once

namespace curfew::cli {

/// What the command tells its caller (docs/cli.md). Signals end it with 128 + number, as always.
enum ExitCode : int {
  done = 0,
  wrong_use = 2,
  some_input_unread = 3,  ///< the report of the rest was printed
  nothing_usable = 4,
  internal_error = 5,
};

}  // namespace curfew::cli
