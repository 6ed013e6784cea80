#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "page/page.h"

namespace curfew::page {

/// Without a limit.
inline constexpr std::size_t endless = std::string::npos;

/// Columns by which the lines of a block stand in from its heading.
inline constexpr std::size_t line_indent = 2;

/// The lines of a text that is broken at blanks so that none has more than `width` columns; those
/// after the first have `hang` columns less. A word that is longer stands whole on a line of its
/// own, so that an address can be copied.
std::vector<Text> broken(const Text& text, std::size_t width, std::size_t hang = 0);

/// The text, or its front and "..." where it has more than `width` columns.
Text cut(const Text& text, std::size_t width);

/// The lines of a table that has `width` columns, if what may give way gives enough: the last
/// column first.
std::vector<Text> lines_of(const Table& table, std::size_t width, bool ascii = false);

/// The lines of facts, and of steps.
std::vector<Text> lines_of(const Facts& facts, std::size_t width);
std::vector<Text> lines_of(const Steps& steps, std::size_t width);

/// The lines of a map: shares refused and tries by time of day, then the days. Nothing where the
/// page is narrower than a day.
std::vector<Text> lines_of(const DayMap& map, std::size_t width, bool ascii);

/// A chart of a limit: a line for each bar.
std::vector<Text> lines_of(const LimitChart& chart, std::size_t width, bool ascii);

/// The hours of a day as 24 marks.
Text line_of(const HourStrip& strip, bool ascii);

/// The lines of a chart. Where the rows are too long they are drawn in pieces, one below the other.
std::vector<Text> lines_of(const Chart& chart, std::size_t width, bool ascii);

}  // namespace curfew::page
