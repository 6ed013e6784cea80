#pragma once

#include <cstddef>
#include <utility>
#include <variant>
#include <vector>

#include "page/text.h"

namespace curfew::page {

/// Level 1 is the page's own; on a terminal the others stand below an empty line.
struct Heading {
  Text text;
  int level = 2;
};

struct Paragraph {
  /// A note belongs to what stands above it.
  enum class Kind : std::uint8_t { plain, note, warning };
  Text text;
  Kind kind = Kind::plain;
  bool apart = false;  ///< below an empty line
};

inline Paragraph note(Text text) {
  return {.text = std::move(text), .kind = Paragraph::Kind::note};
}
inline Paragraph apart(Text text) {
  return {.text = std::move(text), .apart = true};
}

/// Each item is a line, and more lines below it that belong to it.
struct List {
  std::vector<std::vector<Text>> items;
};

struct Column {
  /// What happens to a cell where the page is too narrow.
  enum class Narrow : std::uint8_t { whole, cut, broken };
  Text head = {};
  bool right = false;     ///< numbers
  std::size_t least = 1;  ///< columns it has in any case
  Narrow narrow = Narrow::whole;
  std::size_t hang = 0;  ///< blanks before the lines of a cell that are not its first
  bool names_row = false;
};

/// Lines that stand below each other; mostly one.
struct Cell {
  Cell(Text text) { lines.push_back(std::move(text)); }
  Cell(std::vector<Text> all) : lines(std::move(all)) {}
  std::vector<Text> lines;
};

struct Table {
  Text title = {};  ///< for who does not see it; not shown
  std::vector<Column> columns = {};
  std::vector<std::vector<Cell>> rows = {};  ///< with as many cells as there are columns
  std::size_t indent = 0;
  bool apart = false;  ///< below an empty line
};

/// A block of a chart, or what stands for it where there is ASCII alone.
struct Mark {
  const char* block = " ";
  const char* ascii = " ";
  Emphasis emphasis = Emphasis::plain;
};

/// Rows of blocks, one above the other.
struct Chart {
  struct Row {
    Text label = {};
    std::vector<Mark> marks = {};
    Text remark = {};
  };
  Text title = {};  ///< for who does not see it; not shown
  std::vector<Row> rows = {};
  std::vector<std::pair<std::size_t, Text>> ruler = {};  ///< below them: at which mark, and what
  std::size_t mark_columns = 1;  ///< a mark stands at the right of its columns
};

/// Lines to be copied. They are never broken.
struct Code {
  std::vector<Text> lines;
};

using Block = std::variant<Heading, Paragraph, List, Table, Chart, Code>;

/// What is told, in whatever medium. A renderer writes it: TextPage, HtmlPage.
using Page = std::vector<Block>;

}  // namespace curfew::page
