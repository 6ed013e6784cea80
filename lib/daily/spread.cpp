#include "daily/spread.h"

#include <algorithm>
#include <bit>

namespace curfew::daily {
namespace {

// Sixteen bins for each power of two; below sixteen a bin for each number.
constexpr unsigned bits = 4;

std::size_t bin_of(std::uint64_t value) noexcept {
  if (value < (1U << bits)) return value;
  const auto power = static_cast<unsigned>(std::bit_width(value)) - 1;
  return ((power - bits + 1U) << bits) + (value >> (power - bits)) - (1U << bits);
}

std::uint64_t middle_of(std::size_t bin) noexcept {
  if (bin < (1U << bits)) return bin;
  const unsigned shift = static_cast<unsigned>(bin >> bits) - 1;
  const std::uint64_t begin = ((1U << bits) + (bin & ((1U << bits) - 1))) << shift;
  return begin + ((1ULL << shift) >> 1U);
}

}  // namespace

void Spread::add(Milliseconds time) noexcept {
  const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0));
  ++counts_[std::min(bin_of(value), bins - 1)];
  ++count_;
}

void Spread::add(const Spread& other) noexcept {
  for (std::size_t bin = 0; bin < bins; ++bin) counts_[bin] += other.counts_[bin];
  count_ += other.count_;
}

Milliseconds Spread::quantile(double share) const noexcept {
  const auto before = static_cast<std::uint64_t>(share * static_cast<double>(count_));
  std::uint64_t sum = 0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    sum += counts_[bin];
    if (sum > before) return Milliseconds(static_cast<std::int64_t>(middle_of(bin)));
  }
  return Milliseconds(0);
}

}  // namespace curfew::daily
