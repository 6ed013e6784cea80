#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

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

void Waits::to_bins() {
  std::vector<std::uint32_t> counts(bins);
  for (const std::uint32_t wait : kept_) ++counts[bin_of(std::chrono::seconds(wait), bins)];
  kept_ = std::move(counts);
}

void Waits::add(Milliseconds wait) {
  if (count_ == most_exact) to_bins();
  ++count_;
  longest_ = std::max(longest_, wait);
  if (is_exact()) {
    const auto seconds = std::chrono::round<std::chrono::seconds>(wait).count();
    kept_.push_back(static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, UINT32_MAX)));
  } else {
    ++kept_[bin_of(wait, bins)];
  }
}

Waits& Waits::operator+=(const Waits& other) {
  const Waits copy = other;  // it may be this one
  if (copy.is_exact()) {
    for (const std::uint32_t wait : copy.kept_) add(std::chrono::seconds(wait));
  } else {
    if (is_exact()) to_bins();
    for (std::size_t i = 0; i < bins; ++i) kept_[i] += copy.kept_[i];
    count_ += copy.count_;
  }
  longest_ = std::max(longest_, copy.longest_);
  return *this;
}

Milliseconds Waits::quantile(double share) const noexcept {
  if (count_ == 0) return {};
  if (is_exact()) {
    std::array<std::uint32_t, most_exact> waits{};
    const auto end = std::ranges::copy(kept_, waits.begin()).out;
    std::sort(waits.begin(), end);
    const double place = share * static_cast<double>(count_ - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, static_cast<std::size_t>(count_) - 1);
    const double between = (place - static_cast<double>(low)) * 1000 *
                           (static_cast<double>(waits[high]) - static_cast<double>(waits[low]));
    const Milliseconds wait =
        std::chrono::seconds(waits[low]) + Milliseconds(std::llround(between));
    return std::min(longest_, wait);
  }
  const auto rank = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  const std::uint64_t wanted = std::clamp<std::uint64_t>(rank, 1, count_);
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < bins; ++i) {
    seen += kept_[i];
    if (seen < wanted) continue;
    const double middle = i == 0 ? 1.0 : std::exp2((static_cast<double>(i) - 0.5) / 4.0);
    return std::min(longest_, Milliseconds(static_cast<std::int64_t>(middle) * 1000));
  }
  return longest_;
}

}  // namespace curfew
