#include "detect/circular.h"

#include <limits>
#include <numeric>

namespace curfew::detect {

CircularRun best_circular_run(const std::vector<double>& scores) {
  const int size = static_cast<int>(scores.size());
  const double total = std::accumulate(scores.begin(), scores.end(), 0.0);
  CircularRun best{.sum = -std::numeric_limits<double>::infinity(), .start = 0, .length = 1};
  double run = 0;
  int begin = 0;
  for (int i = 0; i < size; ++i) {
    if (run <= 0) {
      run = 0;
      begin = i;
    }
    run += scores[static_cast<std::size_t>(i)];
    if (run > best.sum) best = {.sum = run, .start = begin, .length = i - begin + 1};
  }
  // A run over the end is all but a smallest run.
  run = 0;
  for (int i = 0; i < size; ++i) {
    if (run >= 0) {
      run = 0;
      begin = i;
    }
    run += scores[static_cast<std::size_t>(i)];
    const int length = i - begin + 1;
    if (total - run > best.sum && length < size) {
      best = {.sum = total - run, .start = (i + 1) % size, .length = size - length};
    }
  }
  return best;
}

Stretch best_stretch(const std::vector<double>& scores) {
  Stretch best;
  double best_sum = 0;
  double sum = 0;
  std::ptrdiff_t begin = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    if (sum <= 0) {
      sum = 0;
      begin = at;
    }
    sum += scores[i];
    if (sum <= best_sum) continue;
    best_sum = sum;
    best = {.first = begin, .last = at};
  }
  return best;
}

}  // namespace curfew::detect
