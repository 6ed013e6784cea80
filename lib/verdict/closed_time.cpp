#include "verdict/closed_time.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "detect/window_days.h"

namespace curfew::verdict {
namespace {

using std::chrono::days;
using Span = std::pair<Instant, Instant>;  // [from, to)

constexpr int most_days = 60;  // no mail server keeps mail longer

std::chrono::weekday weekday_of(std::chrono::local_days day) {
  return std::chrono::weekday{std::chrono::sys_days(day.time_since_epoch())};
}

bool closes_on(const Window& window, std::chrono::local_days day) {
  const std::chrono::weekday weekday = weekday_of(day);
  if (window.period == WindowPeriod::week) return weekday == std::chrono::Monday;
  return detect::days_held(window)[weekday.iso_encoding() - 1];
}

void add_closed(const Window& window, Instant from, Instant to, std::vector<Span>& closed) {
  if (!window.start || !window.end) return;
  const days period(window.period == WindowPeriod::day ? 1 : 7);
  const Milliseconds start = window.start->rounded;
  Milliseconds length = Milliseconds(window.end->rounded) - start;
  if (length.count() <= 0) length += period;
  if (window.onset_known) from = std::max(from, window.first_seen);
  if (window.ended) to = std::min(to, window.last_seen + length);
  const auto first = std::chrono::floor<days>(window.zone.to_wall(from)) - period;
  for (int i = 0; i < most_days; ++i) {
    const std::chrono::local_days day = first + days(i);
    if (!closes_on(window, day)) continue;
    const Instant begin = window.zone.to_utc(WallTime(day.time_since_epoch()) + start);
    if (begin >= to) return;
    const Span span(std::max(begin, from), std::min(begin + length, to));
    if (span.first < span.second) closed.push_back(span);
  }
}

}  // namespace

Milliseconds closed_time(const Finding& finding, Instant from, Instant to) {
  std::vector<Span> closed;
  for (const Window& window : finding.windows) add_closed(window, from, to, closed);
  std::ranges::sort(closed);
  Milliseconds sum{};
  Instant counted = from;  // windows may overlap
  for (const Span& one : closed) {
    const Instant begin = std::max(one.first, counted);
    if (begin >= one.second) continue;
    sum += one.second - begin;
    counted = one.second;
  }
  return sum;
}

}  // namespace curfew::verdict
