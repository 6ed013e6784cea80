#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "detect/unit.h"
#include "detect/window_fit.h"

namespace curfew::detect {

enum class EdgeSide : std::uint8_t { start, end };

/// A boundary of a window in minutes since the start of its period, on the window's clock; may lie
/// beyond the period.
struct EdgeMinutes {
  double estimate = 0;
  double earliest = 0;
  double latest = 0;

  /// The roundest time of the interval, a minute more on either side: round on a clock that is
  /// `east` minutes ahead of the window's, which need not be whole hours. Of several a start is
  /// the nearest, and an end the latest: who acts on it must not come an hour too early.
  double rounded(EdgeSide side, double east) const noexcept;
};

/// The edge of the fit at this place, by profile likelihood over the first and last contacts of
/// each slot. What the other fits explain is left out, and no edge lies within them. Nothing
/// without contacts.
std::optional<EdgeMinutes> edge_of(const Unit& unit, const std::vector<WindowFit>& fits,
                                   std::size_t place, EdgeSide side);

}  // namespace curfew::detect
