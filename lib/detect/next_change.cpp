#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "detect/compose.h"
#include "detect/window_days.h"
#include "detect/window_fit.h"

namespace curfew::detect {
namespace {

using std::chrono::seconds;
using Shut = std::pair<Instant, Instant>;  // [from, to)

// When a window that is in force is shut, from a week before that moment to two weeks after.
void add_shut(const Window& window, Instant around, std::vector<Shut>& shut) {
  if (window.ended || !window.start || !window.end) return;
  const bool daily = window.period == WindowPeriod::day;
  const std::chrono::days period(daily ? 1 : 7);
  seconds length = window.end->rounded - window.start->rounded;
  if (length <= seconds(0)) length += period;
  // Monday of the week before, on the window's clock.
  const auto today = std::chrono::floor<std::chrono::days>(window.zone.to_wall(around));
  const auto monday = today - std::chrono::days(weekday_of(today.time_since_epoch().count()) + 7);
  const std::array<bool, 7> days = days_held(window);
  for (int n = 0; n < (daily ? 28 : 4); ++n) {
    if (daily && !days[static_cast<std::size_t>(n % 7)]) continue;
    const WallTime from(monday + n * period + window.start->rounded);
    shut.emplace_back(window.zone.to_utc(from), window.zone.to_utc(from + length));
  }
}

}  // namespace

void describe_next_change(Instant end, Finding& finding) {
  finding.next_opening.reset();
  finding.next_closing.reset();
  std::vector<Shut> shut;
  for (const Window& window : finding.windows) add_shut(window, end, shut);
  std::ranges::sort(shut);
  Instant open = end;  // windows may follow one another without a gap
  for (const Shut& one : shut) {
    if (one.first <= open && open < one.second) open = one.second;
  }
  if (open != end) {
    finding.next_opening = open;
    return;
  }
  const auto next = std::ranges::find_if(shut, [&](const Shut& one) { return one.first > end; });
  if (next != shut.end()) finding.next_closing = next->first;
}

}  // namespace curfew::detect
