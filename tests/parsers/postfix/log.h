#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "curfew/parser.h"

namespace curfew::test {

/// The lines of a text, numbered; they point into it.
std::vector<Line> lines_of_log(std::string_view text);

/// What the anchors in a log's first lines tell, as an analysis learns it.
ClockHints hints_of_log(Lines lines);

}  // namespace curfew::test
