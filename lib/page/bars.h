#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "page/text.h"

namespace curfew::page {

/// Counts over hours or days as bars, a row for each thing that is counted. Each row has a scale of
/// its own: its greatest count is as high as a bar gets.
struct Bars {
  struct Row {
    Text label = {};
    std::vector<std::uint64_t> values = {};  ///< as many as there are names
    Text remark = {};
    bool refused = false;  ///< in the color of refusals
  };
  Text title = {};               ///< for who does not see it; not shown
  std::vector<Text> names = {};  ///< of the bars: "07:00"
  std::vector<Row> rows = {};
  std::vector<std::pair<std::size_t, Text>> ruler = {};  ///< below them: at which bar, and what
};

/// As block characters, or what stands for them where there is ASCII alone.
std::vector<Text> lines_of(const Bars& bars, std::size_t width, bool ascii);

/// As a drawing for a browser.
void write_svg(const Bars& bars, std::ostream& out);

}  // namespace curfew::page
