#include <algorithm>

#include "page/lines.h"

namespace curfew::page {
namespace {

Text padded(const Text& text, std::size_t columns) {
  return text + std::string(columns - std::min(columns, text.columns()), ' ');
}

// What stands below the marks from `first` up to `last`.
Text ruler_of(const Chart& chart, std::size_t first, std::size_t last, std::size_t label) {
  Text line;
  for (const auto& [at, text] : chart.ruler) {
    if (at < first || at > last) continue;
    line = padded(line, label + (at - first) * chart.mark_columns) + text;
  }
  return line;
}

}  // namespace

std::vector<Text> lines_of(const Chart& chart, std::size_t width, bool ascii) {
  std::size_t label = 0;
  std::size_t marks = 1;
  for (const Chart::Row& row : chart.rows) {
    label = std::max(label, row.label.columns());
    marks = std::max(marks, row.marks.size());
  }
  label += line_indent + 1;
  const std::size_t room = (width - std::min(width, label)) / chart.mark_columns;
  const std::size_t piece = std::clamp<std::size_t>(room, 1, marks);

  std::vector<Text> lines;
  for (std::size_t first = 0; first < marks; first += piece) {
    const std::size_t last = std::min(first + piece, marks);
    for (const Chart::Row& row : chart.rows) {
      Text line = padded(std::string(line_indent, ' ') + row.label, label);
      for (std::size_t i = first; i < std::min(last, row.marks.size()); ++i) {
        const Mark& mark = row.marks[i];
        line += std::string(chart.mark_columns - 1, ' ');
        line += Text(ascii ? mark.ascii : mark.block).in(mark.emphasis);
      }
      if (last == marks && !row.remark.empty()) line += "  " + row.remark;
      lines.push_back(line);
    }
    if (!chart.ruler.empty()) lines.push_back(ruler_of(chart, first, last, label));
  }
  return lines;
}

}  // namespace curfew::page
