#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "page/bars.h"
#include "page/text.h"

namespace curfew::page {

/// What a part of a page, or a row of a table, asks of its reader.
enum class Tone : std::uint8_t { plain, act, know, fine };

/// Begins a part of the page, which lasts to the next one. In a browser it is a card.
struct Section {
  Tone tone = Tone::plain;
  bool half = false;    ///< in a browser, two of these stand beside each other
  bool joined = false;  ///< on a terminal, no empty line stands before it; a half has none either
};

/// Folds what follows, up to the next section or fold: a browser shows it on demand, a terminal
/// leaves it out.
struct Fold {
  Text title;
};

/// Level 1 is the page's own; on a terminal those of level 2 stand below an empty line;
/// those of level 3, and of halves, are indented.
struct Heading {
  Text text;
  int level = 2;
  bool marked = false;        ///< on a terminal, with a dot in front: what somebody must act on
  bool browser_only = false;  ///< of a part that a terminal shows without
};

struct Paragraph {
  /// A note belongs to what stands above it; a lead says the most important thing of a part.
  enum class Kind : std::uint8_t { plain, note, warning, lead };
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
  /// dropped: the whole column is left out on a terminal, the last one first.
  enum class Narrow : std::uint8_t { whole, cut, broken, dropped };
  Text head = {};
  bool right = false;     ///< numbers
  std::size_t least = 1;  ///< columns it has in any case
  Narrow narrow = Narrow::whole;
  std::size_t hang = 0;  ///< blanks before the lines of a cell that are not its first
  bool names_row = false;
  bool browser_only = false;  ///< for drawings that a terminal has no room for
};

/// A share from 0 to 1, as a bar.
struct ShareBar {
  double share = 0;
};

/// The 24 hours of a day, as shares refused from 0 to 1; negative: no tries. On a terminal, too.
struct HourStrip {
  std::array<float, 24> hours{};
};

/// A number for each day, as a line.
struct Sparkline {
  std::vector<std::uint32_t> values;
};

/// Lines that stand below each other; mostly one.
struct Cell {
  Cell(Text text) { lines.push_back(std::move(text)); }
  Cell(std::vector<Text> all) : lines(std::move(all)) {}
  template <typename Drawing>
  static Cell drawn(Drawing drawing) {
    Cell cell{std::vector<Text>{}};
    cell.drawing = std::move(drawing);
    return cell;
  }

  std::vector<Text> lines;
  std::variant<std::monostate, ShareBar, HourStrip, Sparkline> drawing = {};
};

struct Table {
  Text title = {};  ///< for who does not see it; not shown
  std::vector<Column> columns = {};
  std::vector<std::vector<Cell>> rows = {};  ///< with as many cells as there are columns
  std::size_t indent = 0;
  bool apart = false;   ///< below an empty line
  bool folded = false;  ///< in a browser shown only when it is asked for
  /// Where there is one for each row, a browser lets its reader choose: all, what needs somebody,
  /// without what goes on by itself.
  std::vector<Tone> tones = {};
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

/// What is known of something, each with a word in front of it.
struct Facts {
  struct Fact {
    Text label;
    std::vector<Text> lines;
  };
  std::vector<Fact> all;
};

/// What to do, one after the other, with lines to be copied. These are never broken.
struct Steps {
  struct Step {
    Text text;
    std::vector<Text> code = {};
  };
  std::vector<Step> all;
};

/// Large numbers beside each other. A terminal leaves them out: what they are of says them in
/// words.
struct Figures {
  struct Figure {
    Text number;
    Text what;
    Tone tone = Tone::plain;
    std::optional<double> share = std::nullopt;  ///< drawn below the number, as a bar
  };
  std::vector<Figure> all;
};

/// A day or a week as a strip, open and closed. A terminal leaves it out: its DayMap begins with
/// the same.
struct OpenStrip {
  struct Stretch {
    double from = 0;  ///< of the whole, 0 to 1
    double to = 1;
    bool closed = false;
    Text label = {};
  };
  Text title = {};  ///< for who does not see it
  std::vector<Stretch> stretches = {};
  std::vector<std::pair<double, Text>> ruler = {};
  std::optional<double> now = std::nullopt;
};

/// Tries by day and half hour, with what they come to on both margins.
struct DayMap {
  static constexpr std::size_t cells = 48;
  struct Cell {
    std::uint32_t refused = 0;
    std::uint32_t accepted = 0;
    std::uint64_t tries() const noexcept { return std::uint64_t{refused} + accepted; }
  };
  struct Day {
    std::string label;  ///< "Mon  1 Jun"
    bool weekend = false;
    bool week_begins = false;
    std::array<Cell, cells> halves{};
  };
  /// Closed hours: cells from..to of days first..last, none of them the end itself.
  struct Closed {
    std::size_t first_day = 0;
    std::size_t last_day = 0;
    std::size_t from = 0;
    std::size_t to = 0;
  };
  Text title = {};  ///< for who does not see it
  std::vector<Day> days;
  std::vector<Closed> closed = {};
  std::optional<std::size_t> onset = std::nullopt;  ///< the day of the first refusal
  Text onset_text = {};                             ///< "first refusal 2020-06-02 18:25"
  std::size_t most_days = 21;                       ///< on a terminal; 0: the strips alone
  Text more_days = {};                              ///< behind "12 days left out", on a terminal
  bool in_detail = false;                           ///< in a browser, each half hour has its text
};

/// How what a limit counts bears on refusals: at so many, so many were refused.
struct LimitChart {
  struct Bar {
    std::string label;
    std::uint64_t refused = 0;
    std::uint64_t accepted = 0;
  };
  Text title;  ///< "Tries by sessions of ours that were open"
  std::vector<Bar> bars;
  std::optional<std::size_t> limit;  ///< drawn before this bar
  Text limit_text = {};
};

using Block = std::variant<Section, Fold, Heading, Paragraph, List, Table, Chart, Bars, Code, Facts,
                           Steps, Figures, OpenStrip, DayMap, LimitChart>;

/// What is told, in whatever medium. A renderer writes it: write_text_page, write_html_page.
using Page = std::vector<Block>;

}  // namespace curfew::page
