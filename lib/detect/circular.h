#pragma once

#include <cstddef>
#include <vector>

namespace curfew::detect {

/// A run of a circle's bins.
struct CircularRun {
  double sum = 0;
  int start = 0;
  int length = 0;
};

/// The run with the largest sum; never all bins.
CircularRun best_circular_run(const std::vector<double>& scores);

/// The stretch with the largest sum, [first, last]; last < first: none is positive.
struct Stretch {
  std::ptrdiff_t first = 0;
  std::ptrdiff_t last = -1;
};
Stretch best_stretch(const std::vector<double>& scores);

}  // namespace curfew::detect
