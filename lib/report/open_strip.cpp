#include "report/open_strip.h"

#include <algorithm>

#include "report/calendar.h"
#include "report/sentence.h"

namespace curfew::report {
namespace {

using std::chrono::seconds;
constexpr seconds a_day{24 * 60 * 60};

std::string clock_of(seconds at, bool weekly) {
  if (weekly) return time_of_week(at);
  return at == a_day ? "24:00" : time_of_day(at);
}

using Stretches = std::vector<std::pair<seconds, seconds>>;

void add(Stretches& closed, seconds from, seconds to, seconds whole) {
  if (from < to) {
    closed.emplace_back(from, to);
  } else {
    closed.emplace_back(from, whole);
    if (to.count() != 0) closed.emplace_back(seconds(0), to);
  }
}

// Closed stretches in order, those that touch as one.
Stretches closed_of(const Finding& finding, bool weekly) {
  const seconds whole = weekly ? 7 * a_day : a_day;
  Stretches closed;
  for (const Window& window : finding.windows) {
    if (window.ended || !window.start || !window.end) continue;
    const seconds from = window.start->rounded % whole;
    const seconds to = window.end->rounded % whole;
    if (!weekly || window.period == WindowPeriod::week) {
      add(closed, from, to, whole);
      continue;
    }
    for (int day = 0; day < 7; ++day) {
      if (window.days.at(static_cast<std::size_t>(day)) == OnDay::no) continue;
      const seconds length = to > from ? to - from : to - from + a_day;
      add(closed, day * a_day + from, (day * a_day + from + length) % whole, whole);
    }
  }
  std::ranges::sort(closed);
  Stretches joined;
  for (const auto& [from, to] : closed) {
    if (!joined.empty() && from <= joined.back().second) {
      joined.back().second = std::max(joined.back().second, to);
    } else {
      joined.emplace_back(from, to);
    }
  }
  return joined;
}

bool has_days_off(const Window& window) {
  return std::ranges::find(window.days, OnDay::no) != window.days.end();
}

}  // namespace

std::optional<page::OpenStrip> open_strip_of(const Finding& finding, std::optional<Instant> now) {
  if (finding.kind != FindingKind::curfew || finding.windows.empty()) return std::nullopt;
  const bool weekly = std::ranges::any_of(finding.windows, [](const Window& window) {
    return !window.ended && (window.period == WindowPeriod::week || has_days_off(window));
  });
  const Stretches closed = closed_of(finding, weekly);
  if (closed.empty()) return std::nullopt;
  const seconds whole = weekly ? 7 * a_day : a_day;
  const auto part = [whole](seconds at) {
    return static_cast<double>(at.count()) / static_cast<double>(whole.count());
  };
  page::OpenStrip strip{.title = headline_of(finding)};
  seconds done{};
  const auto stretch = [&](seconds from, seconds to, bool shut) {
    if (from == to) return;
    strip.stretches.push_back({.from = part(from),
                               .to = part(to),
                               .closed = shut,
                               .label = (shut ? "closed " : "open ") + clock_of(from, weekly) +
                                        " \u2013 " + clock_of(to, weekly)});
  };
  for (const auto& [from, to] : closed) {
    stretch(done, from, false);
    stretch(from, to, true);
    done = to;
  }
  stretch(done, whole, false);
  const int marks = weekly ? 7 : 8;
  for (int i = 0; i <= marks; ++i) {
    const std::string words = weekly ? weekdays.at(static_cast<std::size_t>(i) % 7)
                                     : (i < 4 ? "0" : "") + std::to_string(i * 3);
    strip.ruler.emplace_back(static_cast<double>(i) / marks, words);
  }
  if (now) {
    const WallTime wall = in_force_first(finding).front().zone.to_wall(*now);
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::weekday weekday{std::chrono::sys_days(day.time_since_epoch())};
    seconds into = std::chrono::floor<seconds>(wall - day);
    if (weekly) into += (weekday.iso_encoding() - 1) * a_day;
    strip.now = part(into);
  }
  return strip;
}

}  // namespace curfew::report
