#include "report/heat_map.h"

#include <algorithm>

#include "report/numbers.h"
#include "report/sentence.h"
#include "text/html.h"

namespace curfew::report {
namespace {

constexpr std::size_t cells_a_day = 48;
constexpr std::size_t days_down = 90;    // more run across
constexpr std::size_t days_titled = 45;  // more get no text for each cell: the page stays small
constexpr int left = 64;
constexpr int top = 34;
constexpr int right = 14;      // half a label, in the large letters of narrow screens
constexpr int map_size = 624;  // along the hours; a multiple of 48

std::string number_of(int value) {
  return std::to_string(value);
}

std::string date_of(std::chrono::local_days day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(day.time_since_epoch())};
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(static_cast<int>(date.year())) + '-' +
         two(static_cast<unsigned>(date.month())) + '-' + two(static_cast<unsigned>(date.day()));
}

std::string half_hour(std::size_t cell) {
  const auto two = [](std::size_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(cell / 2 % 24) + (cell % 2 == 0 ? ":00" : ":30");
}

// Where a cell lies: along the hours, and along the days.
struct Layout {
  bool across = false;  // days run across
  int hour_cell = 0;
  int day_cell = 0;
  std::size_t days = 0;

  int width() const {
    return left + (across ? static_cast<int>(days) * day_cell : map_size) + right;
  }
  int height() const {
    return top + (across ? map_size / 2 : static_cast<int>(days) * day_cell) + 8;
  }
};

Layout layout_for(std::size_t days) {
  Layout layout{.across = days > days_down, .hour_cell = 0, .day_cell = 0, .days = days};
  layout.hour_cell = (layout.across ? map_size / 2 : map_size) / static_cast<int>(cells_a_day);
  if (layout.across) {
    layout.day_cell = std::max(2, 720 / static_cast<int>(days));
  } else {
    layout.day_cell = days > 45 ? 8 : days > 20 ? 12 : 16;
  }
  return layout;
}

std::string rect(const Layout& layout, std::size_t day, std::size_t cell, std::size_t cells,
                 std::size_t days, const std::string& attributes) {
  int x = left + static_cast<int>(cell) * layout.hour_cell;
  int y = top + static_cast<int>(day) * layout.day_cell;
  int width = static_cast<int>(cells) * layout.hour_cell;
  int height = static_cast<int>(days) * layout.day_cell;
  if (layout.across) {
    x = left + static_cast<int>(day) * layout.day_cell;
    y = top + static_cast<int>(cell) * layout.hour_cell;
    std::swap(width, height);
  }
  return "<rect x=\"" + number_of(x) + "\" y=\"" + number_of(y) + "\" width=\"" + number_of(width) +
         "\" height=\"" + number_of(height) + "\" " + attributes;
}

bool is_alike(const GridCell& a, const GridCell& b) noexcept {
  return (a.refused + a.accepted == 0) == (b.refused + b.accepted == 0) &&
         shade_of(a) == shade_of(b);
}

// Whole hours: of a year, half hours would be too small to see and too many for the page.
GridDay in_hours(const GridDay& day) {
  GridDay hours = day;
  for (std::size_t i = 0; i < cells_a_day; i += 2) {
    hours.cells[i].refused += day.cells[i + 1].refused;
    hours.cells[i].accepted += day.cells[i + 1].accepted;
    hours.cells[i + 1] = hours.cells[i];
  }
  return hours;
}

void append_day(std::string& out, const Layout& layout, const GridDay& day, std::size_t row) {
  const bool titled = layout.days <= days_titled;
  for (std::size_t cell = 0; cell < cells_a_day;) {
    const GridCell& first = day.cells[cell];
    std::size_t end = cell + 1;
    GridCell sum = first;
    while (end < cells_a_day && is_alike(day.cells[end], first)) {
      sum.refused += day.cells[end].refused;
      sum.accepted += day.cells[end].accepted;
      ++end;
    }
    if (first.refused + first.accepted != 0) {
      out += rect(layout, row, cell, end - cell, 1, "class=\"c" + number_of(shade_of(first)) + '"');
      if (titled) {
        out += "><title>" + date_of(day.day) + ' ' + half_hour(cell) + " to " + half_hour(end) +
               ": " + std::to_string(sum.refused) + " refused, " + std::to_string(sum.accepted) +
               " accepted</title></rect>\n";
      } else {
        out += "/>\n";
      }
    }
    cell = end;
  }
}

void append_text(std::string& out, int x, int y, const char* anchor, const std::string& text) {
  out += "<text x=\"" + number_of(x) + "\" y=\"" + number_of(y) + "\" class=\"" + anchor + "\">" +
         text + "</text>\n";
}

void append_scales(std::string& out, const Layout& layout, const std::vector<GridDay>& days) {
  for (std::size_t hour = 0; hour <= 24; hour += 3) {
    const int at = static_cast<int>(hour) * 2 * layout.hour_cell;
    const std::string label = (hour < 10 ? "0" : "") + std::to_string(hour);
    if (layout.across) {
      append_text(out, left - 6, top + at + 4, "r", label);
    } else {
      append_text(out, left + at, top - 8, "m", label);
    }
  }
  // A label for about every sixtieth pixel: weeks down, four weeks across.
  const std::size_t step = layout.across ? 28 : days.size() <= 14 ? 1 : 7;
  for (std::size_t i = 0; i < days.size(); i += step) {
    const int at = static_cast<int>(i) * layout.day_cell;
    const std::string label = date_of(days[i].day).substr(layout.across ? 2 : 5);
    if (layout.across) {
      append_text(out, left + at, top - 8, "l", label);
    } else {
      append_text(out, left - 6, top + at + layout.day_cell - 2, "r", label);
    }
  }
}

std::size_t cell_of(const Edge& edge) {
  constexpr std::int64_t seconds_a_cell = 1800;
  return static_cast<std::size_t>((edge.rounded.count() + seconds_a_cell / 2) / seconds_a_cell) %
         cells_a_day;
}

void append_outline(std::string& out, const Layout& layout, const Window& window,
                    const std::vector<GridDay>& days, const TimeZone& zone) {
  if (window.period != WindowPeriod::day || !window.start || !window.end || days.empty()) return;
  const auto first_day = std::chrono::floor<std::chrono::days>(zone.to_wall(window.first_seen));
  const auto last_day = std::chrono::floor<std::chrono::days>(zone.to_wall(window.last_seen));
  const auto row_of = [&](std::chrono::local_days day) {
    const auto at = std::ranges::lower_bound(days, day, {}, &GridDay::day) - days.begin();
    return static_cast<std::size_t>(at);
  };
  const std::size_t first = row_of(first_day);
  const std::size_t last = window.ended ? row_of(last_day) + 1 : days.size();
  if (first >= days.size() || last <= first) return;
  const std::size_t start = cell_of(*window.start);
  const std::size_t end = cell_of(*window.end);
  constexpr const char* outline = "class=\"w\"/>\n";
  if (start < end) {
    out += rect(layout, first, start, end - start, last - first, outline);
    return;
  }
  out += rect(layout, first, start, cells_a_day - start, last - first, outline);
  const std::size_t next = first + 1;
  if (end != 0 && next < days.size()) {
    const std::size_t until = std::min(days.size(), last + 1);
    out += rect(layout, next, 0, end, until - next, outline);
  }
}

}  // namespace

int shade_of(const GridCell& cell) noexcept {
  const std::uint64_t contacts = std::uint64_t{cell.refused} + cell.accepted;
  if (cell.refused == 0) return 0;
  if (cell.accepted == 0) return 5;
  return 1 +
         static_cast<int>(std::min<std::uint64_t>(3, std::uint64_t{cell.refused} * 4 / contacts));
}

std::array<GridCell, 24> by_hour(const ReportFinding& one, const TimeZone& zone) {
  std::array<GridCell, 24> hours{};
  const Finding& finding = one.finding;
  auto from = std::chrono::local_days::min();
  if (onset_of(finding) && !finding.windows.empty()) {
    const Window& first = *std::ranges::min_element(finding.windows, {}, &Window::first_seen);
    from = std::chrono::floor<std::chrono::days>(zone.to_wall(first.first_seen));
  }
  for (const GridDay& day : one.days) {
    if (day.day < from) continue;
    for (std::size_t i = 0; i < cells_a_day; ++i) {
      hours[i / 2].refused += day.cells[i].refused;
      hours[i / 2].accepted += day.cells[i].accepted;
    }
  }
  return hours;
}

std::string heat_map(const ReportFinding& one, const TimeZone& zone, std::size_t number) {
  const Layout layout = layout_for(one.days.size());
  const std::string id = std::to_string(number);
  std::string out = "<svg class=\"map\" viewBox=\"0 0 " + number_of(layout.width()) + ' ' +
                    number_of(layout.height()) + "\" role=\"img\" aria-labelledby=\"mt" + id +
                    " md" + id + "\">\n<title id=\"mt" + id +
                    "\">Share of contacts refused, by day and hour</title>\n<desc id=\"md" + id +
                    "\">";
  text::append_html(out, sentence(one.finding), 600);
  out += "</desc>\n<defs><pattern id=\"h" + id +
         "\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
         "patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" "
         "y2=\"6\"/></pattern></defs>\n";
  out += rect(layout, 0, 0, cells_a_day, one.days.size(), "fill=\"url(#h" + id + ")\"/>\n");
  for (std::size_t i = 0; i < one.days.size(); ++i) {
    append_day(out, layout, layout.across ? in_hours(one.days[i]) : one.days[i], i);
  }
  for (const Window& window : one.finding.windows) {
    append_outline(out, layout, window, one.days, zone);
  }
  append_scales(out, layout, one.days);
  return out + "</svg>\n";
}

std::string hour_bars(const ReportFinding& one, const TimeZone& zone, std::size_t number) {
  constexpr int bar = map_size / 24;
  constexpr int height = 60;
  const std::string id = std::to_string(number);
  std::string out = "<svg class=\"map\" viewBox=\"0 0 " + number_of(left + map_size + right) +
                    " 92\" role=\"img\" aria-labelledby=\"bt" + id + "\">\n<title id=\"bt" + id +
                    "\">Share of contacts refused, by hour of day</title>\n";
  append_text(out, left - 6, 16, "r", "100 %");
  append_text(out, left - 6, 70, "r", "0 %");
  const std::array<GridCell, 24> hours = by_hour(one, zone);
  for (std::size_t hour = 0; hour < hours.size(); ++hour) {
    const GridCell& cell = hours[hour];
    const int x = left + static_cast<int>(hour) * bar;
    const std::uint64_t contacts = std::uint64_t{cell.refused} + cell.accepted;
    const std::string label = (hour < 10 ? "0" : "") + std::to_string(hour);
    append_text(out, x + bar / 2, 86, hour % 3 == 0 ? "m" : "m o", label);
    if (contacts == 0) continue;
    const int tall = std::max(1, static_cast<int>(std::uint64_t{cell.refused} *
                                                  static_cast<std::uint64_t>(height) / contacts));
    out += "<rect x=\"" + number_of(x + 1) + "\" y=\"" + number_of(10 + height - tall) +
           "\" width=\"" + number_of(bar - 2) + "\" height=\"" + number_of(tall) + "\" class=\"c" +
           number_of(shade_of(cell)) + "\"><title>" + label + ":00: " + grouped(cell.refused) +
           " of " + grouped(contacts) + " refused</title></rect>\n";
  }
  return out + "</svg>\n";
}

}  // namespace curfew::report
