#pragma once

#include <string>
#include <string_view>

namespace curfew::cli {

/// What `curfew --help` shows; with a command's name, what `curfew help COMMAND` shows.
std::string usage(std::string_view command);

/// The few lines shown when there is nothing to read: two examples and where to find more.
std::string short_usage();

}  // namespace curfew::cli
