#include <algorithm>
#include <cmath>

#include "detect/compose.h"
#include "detect/edges.h"

namespace curfew::detect {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr double zone_rejected = 6;  // nats behind the best
constexpr double day_known = 2;      // nats for or against
constexpr long minutes_in_day = 24 * 60;

// Time began on a Thursday, weeks on a Monday.
constexpr long thursday = 3 * minutes_in_day;

// A fit as it looks on another clock of its class.
struct Shown {
  const WindowFit& fit;
  TimeZone zone;
  minutes shift{};  // to be added to the fit's own clock

  double east() const { return static_cast<double>(shift.count()); }
  long period_minutes() const { return fit.period * 15L; }
  // Days by which the start moves.
  long days() const {
    return fit.daily() ? floor_div(fit.start * 15L + shift.count(), minutes_in_day) : 0;
  }
};

Instant opening(const WindowFit& fit, std::ptrdiff_t occurrence, double start_minutes) {
  const long slots = (fit.first_occurrence + static_cast<long>(occurrence)) * fit.period;
  const WallTime wall(seconds(slots * seconds_in_slot + std::lround(start_minutes * 60)));
  const TimeZone zone = fit.clock->zone.copy();
  return zone.to_utc(wall);
}

seconds on_clock(double minute, const Shown& shown) {
  const long period = shown.period_minutes() * 60;
  const long of_week = shown.fit.daily() ? 0 : thursday * 60;
  return seconds(modulo(std::lround((minute + shown.east()) * 60) + of_week, period));
}

Edge edge_on_clock(const EdgeMinutes& edge, EdgeSide side, const Shown& shown) {
  return {.estimate = on_clock(edge.estimate, shown),
          .rounded = on_clock(edge.rounded(side, shown.east()), shown),
          .earliest = on_clock(std::floor(edge.earliest), shown),
          .latest = on_clock(std::ceil(edge.latest), shown)};
}

std::array<OnDay, 7> days_of(const Shown& shown) {
  std::array<OnDay, 7> days{};
  const WindowFit& fit = shown.fit;
  if (!fit.daily()) {
    const long minute =
        modulo(fit.start * 15L + shown.shift.count() + thursday, 7 * minutes_in_day);
    days[static_cast<std::size_t>(minute / minutes_in_day)] = OnDay::yes;
    return days;
  }
  for (std::size_t day = 0; day < 7; ++day) {
    const auto there = static_cast<std::size_t>(modulo(static_cast<long>(day) + shown.days(), 7));
    if (fit.weekday_gain[day] >= day_known) days[there] = OnDay::yes;
    if (fit.weekday_gain[day] <= -day_known) days[there] = OnDay::no;
  }
  return days;
}

void count_occurrences(const WindowFit& fit, Window& window) {
  for (std::size_t o = 0; o < fit.occurrences.size(); ++o) {
    if (!fit.active[o]) continue;
    if (fit.occurrences[o].all_refused() > 0) {
      ++window.occurrences_refused;
    } else if (fit.occurrences[o].all_accepted() > 0) {
      ++window.occurrences_accepted;
    } else {
      ++window.occurrences_unobserved;
    }
  }
}

Window window_of(const Unit& unit, const std::vector<WindowFit>& fits, std::size_t place,
                 const Shown& shown) {
  const WindowFit& fit = shown.fit;
  Window window;
  window.period = fit.daily() ? WindowPeriod::day : WindowPeriod::week;
  window.zone = shown.zone;
  const auto start = edge_of(unit, fits, place, EdgeSide::start);
  const auto end = edge_of(unit, fits, place, EdgeSide::end);
  if (start) window.start = edge_on_clock(*start, EdgeSide::start, shown);
  if (end) window.end = edge_on_clock(*end, EdgeSide::end, shown);
  window.days = days_of(shown);
  const double opens = start ? start->rounded(EdgeSide::start, shown.east()) : fit.start * 15.0;
  window.first_seen = opening(fit, fit.first_held, opens);
  window.last_seen = opening(fit, fit.last_held, opens);
  window.onset_known = fit.onset_told;
  window.ended = fit.end_known;
  window.refused_inside = fit.rate_inside;
  count_occurrences(fit, window);
  return window;
}

// The rows' counts with each slot counting once, so that a single noisy slot cannot reject a zone.
double likelihood_by_slots(const Unit& unit, const std::vector<bool>& applies) {
  Counts inside;
  Counts total;
  for (std::size_t i = 0; i < unit.rows.size(); ++i) {
    Counts counts = unit.rows[i].counts;
    counts *= 1 / std::max(1.0, counts.all());
    total += counts;
    if (applies[i]) inside += counts;
  }
  return split(inside, total - inside);
}

struct RankedClock {
  const ClockClass* clock = nullptr;
  double likelihood = 0;
};

std::vector<RankedClock> ranked_clocks(const Unit& unit, const Windows& windows) {
  std::vector<RankedClock> ranked;
  for (const ClockFit& fit : windows.by_clock) {
    const double likelihood = likelihood_by_slots(unit, fit.applies);
    const auto same = std::ranges::find(ranked, fit.clock, &RankedClock::clock);
    if (same == ranked.end()) {
      ranked.push_back({.clock = fit.clock, .likelihood = likelihood});
    } else {
      same->likelihood = std::max(same->likelihood, likelihood);
    }
  }
  std::ranges::stable_sort(ranked, [](const RankedClock& a, const RankedClock& b) {
    if (a.likelihood != b.likelihood) return a.likelihood > b.likelihood;
    return a.clock->changes.size() < b.clock->changes.size();
  });
  return ranked;
}

void describe_zones(const std::vector<RankedClock>& ranked, Finding& finding) {
  std::size_t classes = 0;
  for (const RankedClock& one : ranked) {
    const double behind = ranked.front().likelihood - one.likelihood;
    if (behind >= zone_rejected) {
      finding.zones_rejected += one.clock->zones.size();
      continue;
    }
    ++classes;
    ZoneClass& zones = finding.zones.emplace_back();
    zones.zones = one.clock->zones;
    zones.behind = behind;
    for (const time::ZoneChange& change : one.clock->changes) {
      zones.changes.push_back({.at = change.at, .shift = change.shift});
    }
  }
  finding.zone_status = classes == ranked.size() ? ZoneStatus::undetermined
                        : classes == 1           ? ZoneStatus::determined
                                                 : ZoneStatus::narrowed;
}

// The preferred zone where it explains the data as well as the best does; else the best known one
// whose clock showed the same, as a log tells its offset but not its zone; else the best known.
TimeZone shown_zone(const ClockClass& best, const TimeZone& preferred, const Unit& unit) {
  const auto changes = time::changes_of(preferred, unit.contacts.first, unit.contacts.last);
  if (changes == best.changes) return preferred;
  const Instant at = unit.contacts.last;
  for (const std::string& name : best.zones) {
    TimeZone zone = TimeZone::named(name);
    if (zone.offset(at) == preferred.offset(at)) return zone;
  }
  return best.zones.empty() ? best.zone.copy() : TimeZone::named(best.zones.front());
}

}  // namespace

void describe_windows(const Study& study, const TimeZone& preferred, Finding& finding) {
  const Windows& windows = *study.analysis.windows;
  const std::vector<RankedClock> ranked = ranked_clocks(study.unit, windows);
  describe_zones(ranked, finding);
  for (std::size_t place = 0; place < windows.fits.size(); ++place) {
    const WindowFit& fit = windows.fits[place];
    const TimeZone zone = shown_zone(*fit.clock, preferred, study.unit);
    const Instant middle = opening(fit, (fit.first_held + fit.last_held) / 2, fit.start * 15.0);
    const TimeZone own = fit.clock->zone.copy();
    const auto shift = std::chrono::floor<minutes>(zone.offset(middle) - own.offset(middle));
    finding.windows.push_back(window_of(study.unit, windows.fits, place,
                                        Shown{.fit = fit, .zone = zone, .shift = shift}));
  }
}

}  // namespace curfew::detect
