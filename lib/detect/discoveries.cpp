#include "detect/discoveries.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace curfew::detect {

std::vector<double> q_values(const std::vector<double>& ln_p) {
  const std::size_t size = ln_p.size();
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return ln_p[i]; });
  std::vector<double> q(size);
  double least = 1;
  for (std::size_t rank = size; rank > 0; --rank) {
    const std::size_t i = order[rank - 1];
    least =
        std::min(least, std::exp(ln_p[i]) * static_cast<double>(size) / static_cast<double>(rank));
    q[i] = least;
  }
  return q;
}

}  // namespace curfew::detect
