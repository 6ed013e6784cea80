#include "report/day_matrix.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>

#include "report/numbers.h"
#include "report/wrapped.h"

namespace curfew::report {
namespace {

constexpr std::size_t label_columns = 13;
constexpr std::size_t half_hours = 48;
constexpr std::uint64_t thin = 3;  // contacts below which a cell says little
constexpr std::size_t days_before_onset = 4;

constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<const char*, 8> heights{"\u2581", "\u2582", "\u2583", "\u2584",
                                             "\u2585", "\u2586", "\u2587", "\u2588"};

struct Cell {
  std::uint64_t refused = 0;
  std::uint64_t accepted = 0;
  std::uint64_t contacts() const noexcept { return refused + accepted; }
  void add(const GridCell& other) noexcept {
    refused += other.refused;
    accepted += other.accepted;
  }
};

using Row = std::vector<Cell>;

std::size_t columns_for(std::size_t width) noexcept {
  return width >= 80 ? half_hours : half_hours / 2;
}

void add_to(Row& row, const GridDay& day) {
  for (std::size_t i = 0; i < half_hours; ++i) {
    row[i * row.size() / half_hours].add(day.cells[i]);
  }
}

const char* shade(const Cell& cell, bool ascii) noexcept {
  if (cell.contacts() == 0) return ascii ? "." : "\u00b7";
  if (cell.refused == 0) return ascii ? "-" : "\u2591";
  if (cell.accepted == 0) return ascii ? "#" : "\u2588";
  if (ascii) return "+";
  return cell.refused * 2 < cell.contacts() ? "\u2592" : "\u2593";
}

const char* share_bar(const Cell& cell, bool ascii) noexcept {
  if (ascii || cell.contacts() == 0) return shade(cell, ascii);
  return heights[cell.refused * (heights.size() - 1) / cell.contacts()];
}

// Nothing, then a tenth to all of the most.
std::string volume_bar(const Cell& cell, std::uint64_t most, bool ascii) {
  if (cell.contacts() == 0) return ascii ? "." : "\u00b7";
  if (ascii) return std::to_string((cell.contacts() * 9 + most - 1) / most);
  return heights[(cell.contacts() * (heights.size() - 1)) / most];
}

// How a terminal shows a cell: refusals in red, part of them in yellow, what says little dim.
std::string style_of(const Cell& cell) {
  std::string style;
  if (cell.refused != 0) style = cell.accepted == 0 ? "31" : "33";
  if (cell.refused == 0 || cell.contacts() < thin) style += style.empty() ? "2" : ";2";
  return style;
}

template <typename Draw>
void draw_row(const std::string& label, const Row& row, bool color, std::ostream& out, Draw draw) {
  out << "  " << label;
  for (std::size_t i = label.size() + 2; i < label_columns; ++i) out << ' ';
  std::string style;
  for (const Cell& cell : row) {
    const std::string wanted = color ? style_of(cell) : std::string();
    if (wanted != style) out << "\x1b[0" << (wanted.empty() ? "" : ";") << wanted << 'm';
    style = wanted;
    out << draw(cell);
  }
  if (!style.empty()) out << "\x1b[0m";
}

std::string day_label(std::chrono::local_days day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(day.time_since_epoch())};
  const std::chrono::weekday weekday{std::chrono::sys_days(day.time_since_epoch())};
  const unsigned number = static_cast<unsigned>(date.day());
  return std::string(weekdays[weekday.c_encoding()]) + (number < 10 ? "  " : " ") +
         std::to_string(number) + ' ' + months[static_cast<unsigned>(date.month()) - 1];
}

void draw_ruler(std::size_t columns, std::ostream& out) {
  std::string ruler(label_columns, ' ');
  for (int hour = 0; hour <= 24; hour += 3) {
    ruler.resize(label_columns + static_cast<std::size_t>(hour) * columns / 24, ' ');
    ruler += std::to_string(hour);
  }
  out << ruler << '\n';
}

void draw_strips(const std::vector<GridDay>& days, const MatrixOptions& options,
                 std::size_t columns, std::ostream& out) {
  Row all(columns);
  Row held(columns);
  const auto from =
      options.onset ? std::chrono::floor<std::chrono::days>(options.zone->to_wall(*options.onset))
                    : std::chrono::local_days::min();
  for (const GridDay& day : days) {
    add_to(all, day);
    if (day.day >= from) add_to(held, day);
  }
  std::uint64_t most = 0;
  for (const Cell& cell : all) most = std::max(most, cell.contacts());
  draw_row("refused", held, options.color, out,
           [&](const Cell& cell) { return share_bar(cell, options.ascii); });
  const std::string legend =
      options.onset ? "  share of contacts, since then" : "  share of contacts";
  out << (label_columns + columns + legend.size() <= options.width ? legend : "") << '\n';
  draw_row("contacts", all, false, out,
           [&](const Cell& cell) { return volume_bar(cell, most, options.ascii); });
  out << "  at most " << grouped(most) << '\n';
  draw_ruler(columns, out);
}

void draw_onset(const MatrixOptions& options, std::size_t columns, std::ostream& out) {
  const std::string text = " first refusal " + wall_minutes(*options.onset, *options.zone) + ' ';
  const char* line = options.ascii ? "-" : "\u2500";
  out << "  ";
  for (int i = 0; i < 8; ++i) out << line;
  out << text;
  for (std::size_t i = 10 + text.size(); i < label_columns + columns; ++i) out << line;
  out << '\n';
}

// Which days are drawn when there are too many: those around the onset, and the newest.
std::vector<bool> chosen_days(const std::vector<GridDay>& days, std::size_t onset,
                              std::size_t most) {
  std::vector<bool> chosen(days.size(), days.size() <= most);
  if (days.size() <= most) return chosen;
  const std::size_t first = onset > days_before_onset ? onset - days_before_onset : 0;
  const std::size_t newest = most / 3;
  for (std::size_t i = first; i < days.size() && i < first + most - newest; ++i) chosen[i] = true;
  for (std::size_t i = days.size() - newest; i < days.size(); ++i) chosen[i] = true;
  return chosen;
}

void draw_left_out(std::size_t count, const Hints& hints, std::ostream& out) {
  if (count == 0) return;
  out << hints.after("  ... " + counted(count, "day", "days") + " left out", Hint::more_days)
      << '\n';
}

}  // namespace

void draw_days(const std::vector<GridDay>& days, const MatrixOptions& options, std::ostream& out) {
  constexpr std::size_t least_width = 50;
  if (days.empty() || options.width < least_width) return;
  const std::size_t columns = columns_for(options.width);
  draw_strips(days, options, columns, out);
  if (options.most_days == 0) return;
  out << '\n';

  std::size_t onset = days.size();
  if (options.onset) {
    const auto day = std::chrono::floor<std::chrono::days>(options.zone->to_wall(*options.onset));
    onset = static_cast<std::size_t>(std::ranges::lower_bound(days, day, {}, &GridDay::day) -
                                     days.begin());
  }
  const std::vector<bool> chosen =
      chosen_days(days, onset == days.size() ? 0 : onset, options.most_days);
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (!chosen[i]) {
      ++left_out;
      continue;
    }
    draw_left_out(left_out, options.hints, out);
    left_out = 0;
    if (i == onset) draw_onset(options, columns, out);
    Row row(columns);
    add_to(row, days[i]);
    draw_row(day_label(days[i].day), row, options.color, out,
             [&](const Cell& cell) { return shade(cell, options.ascii); });
    out << '\n';
  }
  draw_left_out(left_out, options.hints, out);
  write_wrapped(options.ascii ? ". nobody asked, - all accepted, + part refused, # all refused"
                              : "\u00b7 nobody asked, \u2591 all accepted, \u2592\u2593 part or "
                                "most refused, \u2588 all refused",
                "  ", "  ", options.width, out);
}

}  // namespace curfew::report
