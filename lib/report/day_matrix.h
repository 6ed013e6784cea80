#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <vector>

#include "curfew/report.h"

namespace curfew::report {

struct MatrixOptions {
  std::size_t width = 100;  ///< columns; below 80 an hour is one column, below 50 nothing is drawn
  std::size_t most_days = 21;
  bool ascii = false;
  bool color = false;
  std::optional<Instant> onset = std::nullopt;  ///< a line is drawn where it falls
  const TimeZone* zone = nullptr;
  Hints hints = {};
};

/// Hours across: a strip of the share refused, a strip of the contacts there were, and a row a day,
/// all on one grid. Three states differ without color: nobody asked, all accepted, part to all
/// refused; where color is on, refusals are red or yellow, and fewer than three contacts dim.
void draw_days(const std::vector<GridDay>& days, const MatrixOptions& options, std::ostream& out);

}  // namespace curfew::report
