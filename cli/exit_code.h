#pragma once

#include <array>
#include <string_view>

namespace curfew::cli {

/// What the command tells its caller (docs/cli.md). Signals end it with 128 + number, as always.
enum ExitCode : int {
  done = 0,
  wrong_use = 2,
  some_input_unread = 3,  ///< the report of the rest was printed
  nothing_usable = 4,
  internal_error = 5,
};

struct ExitMeaning {
  ExitCode code = done;
  std::string_view meaning;
};

/// What the help and the man pages say of them.
inline constexpr std::array exit_meanings = {
    ExitMeaning{done, "done"},
    ExitMeaning{wrong_use, "wrong use: an option, a value or a setting that cannot be meant"},
    ExitMeaning{some_input_unread,
                "an input could not be read, or not to its end; the rest is reported"},
    ExitMeaning{nothing_usable, "no mail log in the input"},
    ExitMeaning{internal_error,
                "the result could not be written, memory ran out, or an internal error"},
};

}  // namespace curfew::cli
