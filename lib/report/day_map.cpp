#include "report/day_map.h"

#include <algorithm>
#include <array>

#include "report/calendar.h"
#include "report/numbers.h"
#include "report/sentence.h"

namespace curfew::report {
namespace {

using page::DayMap;

DayMap::Day map_day_of(const GridDay& grid) {
  const std::chrono::sys_days on(grid.day.time_since_epoch());
  const std::chrono::year_month_day date{on};
  const unsigned weekday = std::chrono::weekday{on}.iso_encoding();
  const unsigned number = static_cast<unsigned>(date.day());
  DayMap::Day day{
      .label = std::string(weekdays.at(weekday - 1)) + (number < 10 ? "  " : " ") +
               std::to_string(number) + ' ' +
               std::string(months.at(static_cast<unsigned>(date.month()) - 1)).substr(0, 3),
      .weekend = weekday > 5,
      .week_begins = weekday == 1};
  for (std::size_t i = 0; i < DayMap::cells; ++i) {
    day.halves[i] = {.refused = grid.cells[i].refused, .accepted = grid.cells[i].accepted};
  }
  return day;
}

std::size_t row_of(const std::vector<GridDay>& days, std::chrono::local_days day) {
  return static_cast<std::size_t>(std::ranges::lower_bound(days, day, {}, &GridDay::day) -
                                  days.begin());
}

std::chrono::local_days day_at(Instant at, const TimeZone& zone) {
  return std::chrono::floor<std::chrono::days>(zone.to_wall(at));
}

std::size_t cell_of(const Edge& edge) {
  constexpr std::int64_t seconds_a_cell = 1800;
  return static_cast<std::size_t>((edge.rounded.count() + seconds_a_cell / 2) / seconds_a_cell) %
         DayMap::cells;
}

// Of daily hours; those over midnight are two: the evening, and the morning after.
void add_closed(const Window& window, const std::vector<GridDay>& days, const TimeZone& zone,
                std::vector<DayMap::Closed>& closed) {
  if (window.period != WindowPeriod::day || !window.start || !window.end) return;
  const std::size_t first = row_of(days, day_at(window.first_seen, zone));
  const std::size_t end =
      window.ended ? row_of(days, day_at(window.last_seen, zone)) + 1 : days.size();
  const std::size_t last = std::min(end, days.size());
  if (first >= last) return;
  const std::size_t from = cell_of(*window.start);
  const std::size_t to = cell_of(*window.end);
  if (from < to) {
    closed.push_back({.first_day = first, .last_day = last - 1, .from = from, .to = to});
    return;
  }
  closed.push_back({.first_day = first, .last_day = last - 1, .from = from, .to = DayMap::cells});
  const std::size_t last_morning = std::min(last, days.size() - 1);
  if (to != 0 && first + 1 <= last_morning) {
    closed.push_back({.first_day = first + 1, .last_day = last_morning, .from = 0, .to = to});
  }
}

}  // namespace

DayMap day_map_of(const ReportFinding& one, const Report& report, const CardOptions& options) {
  DayMap map{.title = page::Untrusted("Tries refused by day and time: " + headline_of(one.finding)),
             .days = {},
             .most_days = options.most_days,
             .more_days = report.hints.words(Hint::more_days),
             .in_detail = options.in_detail};
  for (const GridDay& day : one.days) map.days.push_back(map_day_of(day));
  for (const Window& window : one.finding.windows) {
    add_closed(window, one.days, report.zone, map.closed);
  }
  if (const std::optional<Instant> onset = onset_of(one.finding)) {
    const std::size_t row = row_of(one.days, day_at(*onset, report.zone));
    if (row < one.days.size()) {
      map.onset = row;
      map.onset_text = "first refusal " + wall_minutes(*onset, report.zone);
    }
  }
  return map;
}

void add_hours(const ReportFinding& one, const Report& report, page::Page& page) {
  std::array<GridCell, 24> hours{};
  auto from = std::chrono::local_days::min();
  if (onset_of(one.finding) && !one.finding.windows.empty()) {
    from =
        day_at(std::ranges::min_element(one.finding.windows, {}, &Window::first_seen)->first_seen,
               report.zone);
  }
  for (const GridDay& day : one.days) {
    if (day.day < from) continue;
    for (std::size_t i = 0; i < DayMap::cells; ++i) {
      hours[i / 2].refused += day.cells[i].refused;
      hours[i / 2].accepted += day.cells[i].accepted;
    }
  }
  page.push_back(page::Fold{"The same by hour, as a table"});
  page::Table table{.title = "Tries by hour, " + one.finding.id,
                    .columns = {{.head = "Hour", .names_row = true},
                                {.head = "Refused", .right = true},
                                {.head = "Accepted", .right = true}}};
  for (std::size_t hour = 0; hour < hours.size(); ++hour) {
    table.rows.push_back({page::Text(clock_hour(static_cast<int>(hour))),
                          page::number(hours[hour].refused), page::number(hours[hour].accepted)});
  }
  page.push_back(std::move(table));
}

}  // namespace curfew::report
