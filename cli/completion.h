#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace curfew::cli {

/// What each shell reads to complete our commands, options and their values.
std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

/// A shell whose completions are made.
struct Completion {
  std::string_view shell;
  std::string (*script)() = nullptr;
};

inline constexpr std::array completions = {
    Completion{"bash", bash_completion},
    Completion{"zsh", zsh_completion},
    Completion{"fish", fish_completion},
};

/// The script with each @name@ replaced by its text.
using Parts = std::vector<std::pair<std::string_view, std::string>>;
std::string filled(std::string_view script, const Parts& parts);

/// A command of the shells that prints the zones of the system's database.
inline constexpr std::string_view zones_command =
    "awk '/^[^#]/ { print $3 }' /usr/share/zoneinfo/zone.tab 2> /dev/null";

}  // namespace curfew::cli
