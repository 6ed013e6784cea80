#pragma once

#include <array>
#include <cstdint>

#include "curfew/time.h"

namespace curfew::daily {

/// How times are spread, in bounded memory: counted in bins, each at most 7 % wider than the one
/// before it.
class Spread {
 public:
  void add(Milliseconds time) noexcept;
  std::uint64_t count() const noexcept { return count_; }
  /// The middle of the bin in which so large a share of them lies; 0 without any.
  Milliseconds quantile(double share) const noexcept;

 private:
  static constexpr std::size_t bins = 640;  // the last begins beyond a hundred years

  std::array<std::uint64_t, bins> counts_{};
  std::uint64_t count_ = 0;
};

}  // namespace curfew::daily
