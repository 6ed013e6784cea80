#pragma once

#include <string>
#include <string_view>

#include "curfew/export.h"

namespace curfew {

/// A stranger's text (of a log, a file's name) so that a terminal shows it and does nothing else,
/// as reports show it: what drives a terminal or is no UTF-8 as "\x1b", what turns text around or
/// is not seen as "<U+202E>".
CURFEW_API std::string printable(std::string_view text);

}  // namespace curfew
