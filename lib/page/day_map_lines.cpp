#include <algorithm>

#include "page/lines.h"
#include "page/marks.h"
#include "text/grouped.h"

namespace curfew::page {
namespace {

constexpr std::size_t least_columns = 50;
constexpr std::size_t label_columns = 13;
constexpr std::size_t days_before_onset = 4;

using Row = std::vector<DayMap::Cell>;

void add_to(Row& row, const DayMap::Day& day) {
  for (std::size_t i = 0; i < DayMap::cells; ++i) {
    DayMap::Cell& cell = row[i * row.size() / DayMap::cells];
    cell.refused += day.halves[i].refused;
    cell.accepted += day.halves[i].accepted;
  }
}

double share_of(const DayMap::Cell& cell) noexcept {
  if (cell.tries() == 0) return -1;
  return static_cast<double>(cell.refused) / static_cast<double>(cell.tries());
}

Text labelled(const std::string& label) {
  return "  " + label +
         std::string(label_columns - 2 - std::min(label_columns - 2, label.size()), ' ');
}

Text share_row(const std::string& label, const Row& row, bool shades, bool ascii) {
  Text line = labelled(label);
  for (const DayMap::Cell& cell : row) {
    line += text_of(share_mark(share_of(cell), shades), ascii);
  }
  return line;
}

void add_strips(const DayMap& map, std::size_t columns, std::size_t width, bool ascii,
                std::vector<Text>& lines) {
  Row all(columns);
  Row since(columns);
  for (std::size_t i = 0; i < map.days.size(); ++i) {
    add_to(all, map.days[i]);
    if (i >= map.onset.value_or(0)) add_to(since, map.days[i]);
  }
  Text refused = share_row("refused", since, false, ascii);
  const std::string legend = map.onset ? "  share of tries, since then" : "  share of tries";
  if (refused.columns() + legend.size() <= width) refused += legend;
  lines.push_back(std::move(refused));
  std::uint64_t most = 1;
  for (const DayMap::Cell& cell : all) most = std::max(most, cell.tries());
  Text tries = labelled("tries");
  for (const DayMap::Cell& cell : all) tries += text_of(height_mark(cell.tries(), most), ascii);
  lines.push_back(tries + "  at most " + text::grouped(most));
  std::string ruler(label_columns, ' ');
  for (std::size_t hour = 0; hour <= 24; hour += 3) {
    ruler.resize(label_columns + hour * columns / 24, ' ');
    ruler += std::to_string(hour);
  }
  lines.emplace_back(ruler);
}

// Which days are drawn where there are too many: those around the onset, and the newest.
std::vector<bool> chosen_days(const DayMap& map) {
  const std::size_t count = map.days.size();
  std::vector<bool> chosen(count, count <= map.most_days);
  if (count <= map.most_days) return chosen;
  const std::size_t onset = map.onset.value_or(0);
  const std::size_t first = onset > days_before_onset ? onset - days_before_onset : 0;
  const std::size_t newest = map.most_days / 3;
  for (std::size_t i = first; i < count && i < first + map.most_days - newest; ++i)
    chosen[i] = true;
  for (std::size_t i = count - newest; i < count; ++i) chosen[i] = true;
  return chosen;
}

Text onset_line(const DayMap& map, std::size_t columns, bool ascii) {
  const auto rule = [ascii](std::size_t length) {
    std::string line;
    for (std::size_t i = 0; i < length; ++i) line += ascii ? "-" : "\u2500";
    return line;
  };
  const std::size_t used = 10 + map.onset_text.columns() + 2;
  const std::size_t whole = label_columns + columns;
  return "  " + rule(8) + " " + map.onset_text + " " + rule(whole - std::min(whole, used));
}

void add_days(const DayMap& map, std::size_t columns, bool ascii, std::vector<Text>& lines) {
  const std::vector<bool> chosen = chosen_days(map);
  std::size_t left_out = 0;
  const auto tell_left_out = [&] {
    if (left_out == 0) return;
    Text line = "  ... " + text::counted(left_out, "day", "days") + " left out";
    if (!map.more_days.empty()) line += " " + map.more_days;
    lines.push_back(std::move(line));
    left_out = 0;
  };
  for (std::size_t i = 0; i < map.days.size(); ++i) {
    if (!chosen[i]) {
      ++left_out;
      continue;
    }
    tell_left_out();
    if (map.onset && i == *map.onset) lines.push_back(onset_line(map, columns, ascii));
    Row row(columns);
    add_to(row, map.days[i]);
    lines.push_back(share_row(map.days[i].label, row, true, ascii));
  }
  tell_left_out();
}

}  // namespace

std::vector<Text> lines_of(const DayMap& map, std::size_t width, bool ascii) {
  std::vector<Text> lines;
  if (map.days.empty() || width < least_columns) return lines;
  const std::size_t columns = width >= 80 ? DayMap::cells : DayMap::cells / 2;
  add_strips(map, columns, width, ascii, lines);
  if (map.most_days == 0) return lines;
  lines.emplace_back();
  add_days(map, columns, ascii, lines);
  const Text legend = ascii ? ". no tries, - all accepted, + part refused, # all refused"
                            : "\u00b7 no tries, \u2591 all accepted, \u2592\u2593 part or most "
                              "refused, \u2588 all refused";
  for (const Text& line : broken(legend, width - 2)) lines.push_back("  " + line);
  return lines;
}

}  // namespace curfew::page
