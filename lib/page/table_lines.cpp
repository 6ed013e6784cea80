#include <algorithm>
#include <numeric>

#include "page/lines.h"

namespace curfew::page {
namespace {

constexpr std::size_t gap = 2;

using Widths = std::vector<std::size_t>;

Text blanks(std::size_t count) {
  return std::string(count, ' ');
}

bool has_head(const Table& table) {
  return std::ranges::any_of(table.columns, [](const Column& one) { return !one.head.empty(); });
}

// As wide as what stands in them; then those that may give way do, from the last to the first.
Widths widths_of(const Table& table, std::size_t width) {
  Widths widths;
  for (const Column& column : table.columns) {
    widths.push_back(std::max(column.least, column.head.columns()));
  }
  for (const std::vector<Cell>& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::size_t hang = 0;
      for (const Text& line : row[i].lines) {
        widths[i] = std::max(widths[i], line.columns() + hang);
        hang = table.columns[i].hang;
      }
    }
  }
  std::size_t whole = table.indent;
  for (const std::size_t one : widths) whole += one + gap;
  whole -= widths.empty() ? 0 : gap;
  for (std::size_t i = widths.size(); i-- > 0 && whole > width;) {
    const Column::Narrow narrow = table.columns[i].narrow;
    if (narrow == Column::Narrow::whole || narrow == Column::Narrow::dropped) continue;
    const std::size_t less = std::min(whole - width, widths[i] - table.columns[i].least);
    widths[i] -= less;
    whole -= less;
  }
  return widths;
}

std::vector<Text> lines_in(const Column& column, const Cell& cell, std::size_t width) {
  std::vector<Text> lines;
  for (const Text& text : cell.lines) {
    const bool first = lines.empty();
    const std::size_t room = first ? width : width - std::min(width, column.hang);
    if (column.narrow == Column::Narrow::whole || column.narrow == Column::Narrow::dropped) {
      lines.push_back((first ? Text() : blanks(column.hang)) + text);
    } else if (column.narrow == Column::Narrow::cut) {
      lines.push_back((first ? Text() : blanks(column.hang)) + cut(text, room));
    } else {
      for (const Text& line : broken(text, room, first ? column.hang : 0)) {
        lines.push_back((lines.empty() ? Text() : blanks(column.hang)) + line);
      }
    }
  }
  return lines;
}

void append_row(const Table& table, const Widths& widths, const std::vector<Cell>& row,
                std::vector<Text>& out) {
  std::vector<std::vector<Text>> cells;
  std::size_t height = 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells.push_back(lines_in(table.columns[i], row[i], widths[i]));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t n = 0; n < height; ++n) {
    Text line;
    std::size_t before = table.indent;  // blanks that are of no use at a line's end
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Text text = n < cells[i].size() ? cells[i][n] : Text();
      const std::size_t columns = text.columns();
      const std::size_t rest = widths[i] - std::min(widths[i], columns);
      const bool right = table.columns[i].right;
      if (!text.empty()) line += blanks(before + (right ? rest : 0)) + text;
      if (text.empty()) {
        before += widths[i] + gap;
      } else {
        before = gap + (right ? 0 : rest);
      }
    }
    out.push_back(line);
  }
}

// What a terminal shows of it: no column for a browser alone, marks in place of drawings.
Table for_terminal(const Table& table, bool ascii) {
  Table shown = table;
  std::erase_if(shown.columns, [](const Column& column) { return column.browser_only; });
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    shown.rows[i].clear();
    for (std::size_t n = 0; n < table.columns.size(); ++n) {
      if (table.columns[n].browser_only) continue;
      Cell cell = table.rows[i][n];
      if (const auto* strip = std::get_if<HourStrip>(&cell.drawing)) {
        cell = Cell(line_of(*strip, ascii));
      }
      shown.rows[i].push_back(std::move(cell));
    }
  }
  return shown;
}

// The least width, when all that may give way does.
std::size_t least_width(const Table& table) {
  const Widths widths = widths_of(table, 0);
  return std::accumulate(widths.begin(), widths.end(), table.indent + gap * (widths.size() - 1));
}

void drop_columns(Table& table, std::size_t width) {
  for (std::size_t i = table.columns.size(); i-- > 0 && least_width(table) > width;) {
    if (table.columns[i].narrow != Column::Narrow::dropped) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    table.columns.erase(table.columns.begin() + at);
    for (std::vector<Cell>& row : table.rows) row.erase(row.begin() + at);
  }
}

}  // namespace

std::vector<Text> lines_of(const Table& whole, std::size_t width, bool ascii) {
  Table table = for_terminal(whole, ascii);
  if (table.columns.empty()) return {};
  drop_columns(table, width);
  const Widths widths = widths_of(table, width);
  std::vector<Text> lines;
  if (has_head(table)) {
    std::vector<Cell> heads;
    for (const Column& column : table.columns) heads.emplace_back(column.head);
    append_row(table, widths, heads, lines);
  }
  for (const std::vector<Cell>& row : table.rows) append_row(table, widths, row, lines);
  return lines;
}

}  // namespace curfew::page
