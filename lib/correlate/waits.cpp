#include <algorithm>
#include <cmath>

#include "correlate/ledger.h"

namespace curfew {

void Waits::add(Milliseconds wait) {
  known_.push_back(wait);
  longest_ = std::max(longest_, wait);
}

Milliseconds Waits::quantile(double share) const {
  if (known_.empty()) return {};
  std::vector<Milliseconds> sorted = known_;
  std::ranges::sort(sorted);
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  const auto between = static_cast<double>((sorted[high] - sorted[low]).count());
  return sorted[low] + Milliseconds(std::llround((place - static_cast<double>(low)) * between));
}

}  // namespace curfew
