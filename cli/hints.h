#pragma once

#include <string>

#include "curfew/hints.h"
#include "curfew/parser.h"

namespace curfew::cli {

/// What to type, for everything that the library hints at. The library knows no word of the
/// command line; here they all are. Lives as long as the program; for any thread.
const Hints& hints();

/// The format's title, with the command that writes such a log where there is one.
std::string title_of(const Format& format);

}  // namespace curfew::cli
