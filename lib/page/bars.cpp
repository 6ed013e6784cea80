#include "page/bars.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>

#include "page/lines.h"
#include "page/svg.h"

namespace curfew::page {
namespace {

constexpr std::array<Mark, 9> marks{{{" ", " "},
                                     {"\u2581", "."},
                                     {"\u2582", ":"},
                                     {"\u2583", "-"},
                                     {"\u2584", "="},
                                     {"\u2585", "+"},
                                     {"\u2586", "*"},
                                     {"\u2587", "#"},
                                     {"\u2588", "@"}}};

std::uint64_t greatest(const Bars::Row& row) {
  return row.values.empty() ? 0 : std::ranges::max(row.values);
}

// From 0, for nothing, to `full`, for the greatest. Whatever is not nothing is seen.
std::size_t height(std::uint64_t value, std::uint64_t most, std::size_t full) {
  if (value == 0) return 0;
  const double share = static_cast<double>(value) / static_cast<double>(most);
  return std::max<std::size_t>(
      1, static_cast<std::size_t>(std::llround(share * static_cast<double>(full))));
}

}  // namespace

std::vector<Text> lines_of(const Bars& bars, std::size_t width, bool ascii) {
  constexpr std::size_t most_apart = 31;  // bars with a blank between them: the days of a month
  Chart chart{.title = bars.title,
              .ruler = bars.ruler,
              .mark_columns = bars.names.size() > most_apart ? 1U : 2U};
  for (const Bars::Row& row : bars.rows) {
    Chart::Row drawn{.label = row.label, .remark = row.remark};
    for (const std::uint64_t value : row.values) {
      drawn.marks.push_back(marks.at(height(value, greatest(row), marks.size() - 1)));
      drawn.marks.back().emphasis = row.refused ? Emphasis::refused : Emphasis::plain;
    }
    chart.rows.push_back(std::move(drawn));
  }
  // A mark stands at the right of its columns; what is below it begins there, too.
  for (auto& [at, text] : chart.ruler) {
    if (chart.mark_columns == 2) text = " " + text;
  }
  return lines_of(chart, width, ascii);
}

void write_svg(const Bars& bars, std::ostream& out) {
  constexpr std::size_t label = 80;
  constexpr std::size_t bar_room = 480;
  constexpr std::size_t remark = 140;
  constexpr std::size_t row_height = 44;
  constexpr std::size_t bar_height = 36;
  const std::size_t step =
      std::max<std::size_t>(2, bar_room / std::max<std::size_t>(1, bars.names.size()));
  const std::size_t end = label + step * bars.names.size();
  out << "<svg class=\"map\" role=\"img\" aria-label=\"" << escaped(bars.title.words())
      << "\" viewBox=\"0 0 " << end + remark << ' ' << bars.rows.size() * row_height + 16
      << "\">\n";
  std::size_t floor = row_height;
  for (const Bars::Row& row : bars.rows) {
    out << "<text x=\"0\" y=\"" << floor - 4 << "\">" << escaped(row.label.words()) << "</text>";
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const std::size_t high = height(row.values[i], greatest(row), bar_height);
      if (high == 0) continue;
      out << "\n<rect class=\"" << (row.refused ? "c3" : "bar") << "\" x=\"" << label + i * step
          << "\" y=\"" << floor - high << "\" width=\"" << step - 1 << "\" height=\"" << high
          << "\"><title>" << escaped(bars.names[i].words()) << ": "
          << escaped(number(row.values[i]).words()) << "</title></rect>";
    }
    out << "\n<text x=\"" << end + 6 << "\" y=\"" << floor - 4 << "\" class=\"o\">"
        << escaped(row.remark.words()) << "</text>\n";
    floor += row_height;
  }
  for (const auto& [at, text] : bars.ruler) {
    out << "<text x=\"" << label + at * step << "\" y=\"" << bars.rows.size() * row_height + 13
        << "\">" << escaped(text.words()) << "</text>\n";
  }
  out << "</svg>\n";
}

}  // namespace curfew::page
