#include <algorithm>
#include <cmath>

#include "curfew/correlator.h"

namespace curfew {
namespace {

// Quarter octaves of seconds: 0 for up to a second, then four bins for each doubling.
std::size_t bin_of(Milliseconds wait, std::size_t bins) noexcept {
  if (wait.count() <= 1000) return 0;
  const double quarters = std::log2(static_cast<double>(wait.count()) / 1000.0) * 4.0;
  return std::min(bins - 1, static_cast<std::size_t>(quarters) + 1);
}

}  // namespace

void Waits::add(Milliseconds wait) {
  if (counts_.empty()) counts_.resize(bins);
  ++counts_[bin_of(wait, bins)];
  ++count_;
  longest_ = std::max(longest_, wait);
}

Waits& Waits::operator+=(const Waits& other) {
  if (counts_.empty()) counts_.resize(other.counts_.size());
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  longest_ = std::max(longest_, other.longest_);
  return *this;
}

Milliseconds Waits::quantile(double share) const noexcept {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen < std::max<std::uint64_t>(wanted, 1)) continue;
    const double middle = i == 0 ? 1.0 : std::exp2((static_cast<double>(i) - 0.5) / 4.0);
    return std::min(longest_, Milliseconds(static_cast<std::int64_t>(middle) * 1000));
  }
  return longest_;
}

}  // namespace curfew
