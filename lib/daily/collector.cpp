#include <array>
#include <cstdio>
#include <utility>

#include "curfew/daily.h"
#include "daily/comparison.h"
#include "daily/daily_state.h"

namespace curfew {
namespace {

std::string date_of(std::chrono::local_days day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

// The days without mail before `day`, and that day.
void add_days(std::chrono::local_days first, std::chrono::local_days day,
              std::vector<DailyDay>& days) {
  constexpr std::chrono::days most_empty(400);  // a stamp gone wrong must not fill a page
  if (day - first > most_empty) first = day;
  for (; first <= day; first += std::chrono::days(1)) {
    days.push_back({.date = date_of(first), .traffic = {}});
  }
}

// Slots are folded onto days and hours here: only a report has a zone.
void put_times(DailyReport& report) {
  std::chrono::local_days newest{};
  for (const TrafficSlot& slot : report.base.traffic) {
    const WallTime wall = report.base.zone.to_wall(start_of(slot.slot));
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const auto hour = std::chrono::floor<std::chrono::hours>(wall - day).count();
    report.hours.at(static_cast<std::size_t>(hour)) += slot.counts;
    if (report.days.empty() || day > newest) {
      add_days(report.days.empty() ? day : newest + std::chrono::days(1), day, report.days);
      newest = day;
    }
    report.days.back().traffic += slot.counts;
  }
}

}  // namespace

Daily::Daily(const DailyOptions& options) : state_(std::make_unique<State>(options)) {}
Daily::~Daily() = default;
Daily::Daily(Daily&&) noexcept = default;
Daily& Daily::operator=(Daily&&) noexcept = default;

void Daily::add(const Events& events, const Period& period) {
  State& state = *state_;
  state.period = period;
  for (const Event& event : events) {
    if (period.contains(event.time)) state.sums.add(event);
  }
}

DailyReport Daily::report(Report base, const DailyNames& names) const {
  const State& state = *state_;
  DailyReport report;
  report.base = std::move(base);
  put_times(report);
  daily::put_comparisons(report, state.period);
  report.top = state.options.top;
  state.sums.put(report, state.options.top, names);
  for (const ReportFinding& one : report.base.findings) {
    if (attention_of(one.finding) != Attention::none) report.findings.push_back(one.finding);
  }
  return report;
}

}  // namespace curfew
