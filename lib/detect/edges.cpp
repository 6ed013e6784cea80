#include "detect/edges.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace curfew::detect {
namespace {

constexpr double interval_nats = 2;
constexpr double most_weight = 4;  // contacts of a slot count as at most this many
constexpr double near_minutes = 30;
constexpr double minutes_in_slot = 15;

// A contact at some distance from the coarse edge: outside is before the edge, inside after it.
struct Point {
  double distance = 0;  // minutes
  bool refused = false;
  double weight = 0;
};

struct Region {
  double edge = 0;  // coarse, minutes
  double inside = 0;
  double outside = 0;
  double direction = 1;
};

// Slots between the edge and the other window, going outside; none where it lies elsewhere.
int slots_to(const WindowFit& other, const WindowFit& fit, EdgeSide side) {
  const int period = fit.period;
  if (other.period != period) return period;
  const long gap = side == EdgeSide::start
                       ? modulo(fit.start - (other.start + other.length), period)
                       : modulo(other.start - (fit.start + fit.length), period);
  return static_cast<int>(gap);
}

bool hold_together(const WindowFit& a, const WindowFit& b) {
  const auto held = [](const WindowFit& fit, std::ptrdiff_t at) {
    return fit.first_occurrence + static_cast<long>(at);
  };
  return held(a, a.first_held) <= held(b, b.last_held) &&
         held(b, b.first_held) <= held(a, a.last_held);
}

Region region_of(const std::vector<WindowFit>& fits, std::size_t place, EdgeSide side) {
  const WindowFit& fit = fits[place];
  const bool start = side == EdgeSide::start;
  Region region{.edge = (fit.start + (start ? 0 : fit.length)) * minutes_in_slot,
                .inside = fit.length * minutes_in_slot / 2,
                .outside = (fit.period - fit.length) * minutes_in_slot / 2,
                .direction = start ? 1.0 : -1.0};
  for (std::size_t i = 0; i < fits.size(); ++i) {
    if (i == place || !hold_together(fit, fits[i])) continue;
    region.outside = std::min(region.outside, slots_to(fits[i], fit, side) * minutes_in_slot);
  }
  return region;
}

// Rows that another fit explains.
std::vector<bool> explained_elsewhere(const Unit& unit, const std::vector<WindowFit>& fits,
                                      std::size_t place) {
  std::vector<bool> marked(unit.rows.size());
  for (std::size_t i = 0; i < fits.size(); ++i) {
    if (i == place) continue;
    for (std::size_t row = 0; row < marked.size(); ++row) {
      marked[row] = marked[row] || (fits[i].applies[row] && !fits[place].applies[row]);
    }
  }
  return marked;
}

bool is_active(const WindowFit& fit, long occurrence) {
  const long index = occurrence - fit.first_occurrence;
  return index >= 0 && index < static_cast<long>(fit.active.size()) &&
         fit.active[static_cast<std::size_t>(index)];
}

std::vector<Point> points_of(const Unit& unit, const WindowFit& fit, const Region& region,
                             const std::vector<bool>& left_out) {
  std::vector<Point> points;
  const double period = fit.period * minutes_in_slot;
  const TimeZone zone = fit.clock->zone.copy();
  for (std::size_t i = 0; i < unit.rows.size(); ++i) {
    if (left_out[i]) continue;
    const Row& row = unit.rows[i];
    const double base =
        static_cast<double>(row.slot + slots_east(zone, row.slot)) * minutes_in_slot;
    const double accepted = row.counts.all_accepted();
    const double refused = row.counts.all_refused();
    const double scale = std::min(1.0, most_weight / (accepted + refused)) / 2;
    struct Mark {
      correlate::Moment moment;
      bool refused;
      double count;
    };
    const std::array<Mark, 4> marks{{{row.accepted_from, false, accepted},
                                     {row.accepted_to, false, accepted},
                                     {row.refused_from, true, refused},
                                     {row.refused_to, true, refused}}};
    for (const Mark& mark : marks) {
      if (mark.count <= 0) continue;
      const double minute = base + mark.moment / (60.0 * correlate::moments_in_second);
      const double turns = std::floor((minute - region.edge + period / 2) / period);
      const double distance = minute - region.edge - turns * period;
      const double toward = distance * region.direction;
      if (toward < -region.outside || toward > region.inside) continue;
      if (!is_active(fit, std::lround(turns))) continue;
      points.push_back({.distance = toward, .refused = mark.refused, .weight = mark.count * scale});
    }
  }
  std::ranges::stable_sort(points, {}, &Point::distance);
  return points;
}

double quantile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  const double place = share * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return values[low] + (place - static_cast<double>(low)) * (values[high] - values[low]);
}

// The gaps between points in which the edge may lie, and the likelihood of each.
struct Gaps {
  std::vector<double> from;
  std::vector<double> to;
  std::vector<double> likelihood;
};

Gaps gaps_of(const std::vector<Point>& points, const WindowFit& fit, const Region& region) {
  const double inside = clipped(fit.rate_inside, 0.03);
  const double outside = std::min(clipped(fit.rate_outside, 0.03), inside * 0.8);
  const double refused_in = std::log(inside);
  const double accepted_in = std::log(1 - inside);
  const double refused_out = std::log(outside);
  const double accepted_out = std::log(1 - outside);
  double sum = 0;
  for (const Point& point : points)
    sum += point.weight * (point.refused ? refused_in : accepted_in);
  Gaps gaps;
  for (std::size_t i = 0; i <= points.size(); ++i) {
    const double from = i == 0 ? -region.outside : points[i - 1].distance;
    const double to = i == points.size() ? region.inside : points[i].distance;
    gaps.from.push_back(from);
    gaps.to.push_back(to);
    gaps.likelihood.push_back(to - from > 1e-9 ? sum : -HUGE_VAL);
    if (i == points.size()) break;
    sum += points[i].weight *
           (points[i].refused ? refused_out - refused_in : accepted_out - accepted_in);
  }
  return gaps;
}

EdgeMinutes best_of(const Gaps& gaps) {
  const double top = *std::ranges::max_element(gaps.likelihood);
  EdgeMinutes edge{.earliest = HUGE_VAL, .latest = -HUGE_VAL};
  double best_from = HUGE_VAL;
  double best_to = -HUGE_VAL;
  for (std::size_t i = 0; i < gaps.from.size(); ++i) {
    if (gaps.likelihood[i] >= top - interval_nats) {
      edge.earliest = std::min(edge.earliest, gaps.from[i]);
      edge.latest = std::max(edge.latest, gaps.to[i]);
    }
    if (gaps.likelihood[i] >= top - 1e-9) {
      best_from = std::min(best_from, gaps.from[i]);
      best_to = std::max(best_to, gaps.to[i]);
    }
  }
  edge.estimate = (best_from + best_to) / 2;
  return edge;
}

// Points near the edge that contradict it.
struct Contradictions {
  std::vector<double> distances;
  double weight = 0;
  double of = 0;

  void add(const Point& point, bool contradicts) {
    of += point.weight;
    if (!contradicts) return;
    weight += point.weight;
    distances.push_back(point.distance);
  }
  bool too_many(double expected) const {
    return distances.size() >= 3 && weight > (2 * expected + 0.02) * of;
  }
};

// Contradictions that are too many for noise: the edge itself moves from day to day.
void widen(const std::vector<Point>& points, const WindowFit& fit, EdgeMinutes& edge) {
  Contradictions inside;
  Contradictions outside;
  for (const Point& point : points) {
    if (point.distance >= edge.latest && point.distance < edge.estimate + near_minutes) {
      inside.add(point, !point.refused);
    }
    if (point.distance < edge.earliest && point.distance >= edge.estimate - near_minutes) {
      outside.add(point, point.refused);
    }
  }
  if (inside.too_many(1 - fit.rate_inside)) {
    edge.latest = std::max(edge.latest, quantile(inside.distances, 0.9));
  }
  if (outside.too_many(fit.rate_outside)) {
    edge.earliest = std::min(edge.earliest, quantile(outside.distances, 0.1));
  }
}

}  // namespace

double EdgeMinutes::rounded(EdgeSide side, double east) const noexcept {
  for (const double step : {60.0, 30.0, 15.0, 10.0, 5.0}) {
    const double from = std::ceil((earliest + east - 1) / step);
    const double to = std::floor((latest + east + 1) / step);
    if (from > to) continue;
    if (side == EdgeSide::end) return step * to - east;
    // The nearest of the steps from..to; of two, the earlier.
    return step * std::clamp(std::ceil((estimate + east) / step - 0.5), from, to) - east;
  }
  return std::nearbyint(estimate);
}

std::optional<EdgeMinutes> edge_of(const Unit& unit, const std::vector<WindowFit>& fits,
                                   std::size_t place, EdgeSide side) {
  const WindowFit& fit = fits[place];
  const Region region = region_of(fits, place, side);
  const std::vector<Point> points =
      points_of(unit, fit, region, explained_elsewhere(unit, fits, place));
  if (points.empty()) return std::nullopt;
  EdgeMinutes edge = best_of(gaps_of(points, fit, region));
  widen(points, fit, edge);
  if (side == EdgeSide::end) {
    edge = {.estimate = -edge.estimate, .earliest = -edge.latest, .latest = -edge.earliest};
  }
  edge.estimate += region.edge;
  edge.earliest += region.edge;
  edge.latest += region.edge;
  return edge;
}

}  // namespace curfew::detect
