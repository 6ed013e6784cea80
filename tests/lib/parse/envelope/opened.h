#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parse/envelope/envelope.h"

namespace curfew::test {

/// What is left of a log's text when its envelope was taken off.
struct Opened {
  std::string form;                // empty: bare
  std::vector<std::string> lines;  // "3: text", with the number of the source's line
  std::uint64_t absorbed = 0;
};

/// Recognizes and opens the text, `batch` lines at a time (0: all at once). Checks that no line is
/// lost: taken = given + absorbed.
Opened open_text(std::string_view text, std::size_t batch = 0);

/// open_text, which has to give the same for batches of 1, 7 and all lines.
Opened open_any_way(std::string_view text);

}  // namespace curfew::test
