#include "report/trend_table.h"

#include <array>
#include <map>
#include <string>

#include "report/calendar.h"
#include "report/numbers.h"

namespace curfew::report {
namespace {

using page::Cell;
using page::Column;
using page::Text;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::weeks;

constexpr weeks least_told(8);
constexpr weeks most_weeks(26);
constexpr std::size_t most_spans = 36;

struct Counted {
  const char* head;
  std::uint64_t Traffic::*count;
};
constexpr std::array shown_counts{
    Counted{"received", &Traffic::messages}, Counted{"delivered", &Traffic::delivered},
    Counted{"deferred", &Traffic::deferred}, Counted{"bounced", &Traffic::bounced},
    Counted{"given up on", &Traffic::expired}};

local_days local_day_of(Instant at, const TimeZone& zone) {
  return std::chrono::floor<days>(zone.to_wall(at));
}

local_days month_of(local_days day) {
  const std::chrono::year_month_day date(day);
  return local_days(date.year() / date.month() / 1);
}

local_days week_of(local_days day) {
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

std::string words_of(local_days first, bool by_month) {
  const std::chrono::year_month_day date(first);
  const std::string month = months[static_cast<unsigned>(date.month()) - 1];
  const std::string year = std::to_string(static_cast<int>(date.year()));
  if (by_month) return month + ' ' + year;
  return std::to_string(static_cast<unsigned>(date.day())) + ' ' + month.substr(0, 3) + ' ' + year;
}

local_days end_of(local_days first, bool by_month) {
  return by_month ? month_of(first + days(31)) : first + weeks(1);
}

}  // namespace

void add_trend(const Report& report, page::Page& page) {
  if (!report.from || !report.to || *report.to - *report.from < least_told) return;
  const bool by_month = *report.to - *report.from > most_weeks;
  std::map<local_days, Traffic> parts;
  for (const TrafficSlot& slot : report.traffic) {
    const local_days day = local_day_of(start_of(slot.slot), report.zone);
    parts[by_month ? month_of(day) : week_of(day)] += slot.counts;
  }
  page::Table table{.title = "All mail over time",
                    .columns = {{.head = by_month ? "month" : "week of", .names_row = true}}};
  for (const Counted& one : shown_counts)
    table.columns.push_back({.head = one.head, .right = true});
  const local_days first = local_day_of(*report.from, report.zone);
  const local_days last = local_day_of(*report.to, report.zone);
  std::size_t left_out = parts.size() > most_spans ? parts.size() - most_spans : 0;
  for (const auto& [begin, traffic] : parts) {
    if (left_out != 0) {
      --left_out;
      continue;
    }
    const bool is_part = begin < first || end_of(begin, by_month) - days(1) > last;
    std::vector<Cell> row{Text(words_of(begin, by_month) + (is_part ? " (part)" : ""))};
    for (const Counted& one : shown_counts) row.emplace_back(page::number(traffic.*one.count));
    table.rows.push_back(std::move(row));
  }
  page.push_back(page::Section{});
  page.push_back(page::Heading{.text = by_month ? "All mail by month" : "All mail by week"});
  page.push_back(std::move(table));
}

}  // namespace curfew::report
