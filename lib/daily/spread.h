#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "curfew/time.h"

namespace curfew::daily {

/// How times are spread, in bounded memory: counted in bins, each at most 7 % wider than the one
/// before it.
class Spread {
 public:
  void add(Milliseconds time) noexcept;
  void add(const Spread& other) noexcept;
  std::uint64_t count() const noexcept { return count_; }
  /// The middle of the bin in which so large a share of them lies; 0 without any.
  Milliseconds quantile(double share) const noexcept;

  /// What is kept: text/state.h. Most bins are empty.
  template <class Archive>
  void each_field(Archive& archive) {
    std::vector<std::pair<std::uint16_t, std::uint64_t>> filled;
    if constexpr (!Archive::is_reading) {
      for (std::uint16_t bin = 0; bin < bins; ++bin) {
        if (counts_[bin] != 0) filled.emplace_back(bin, counts_[bin]);
      }
    }
    archive(filled);
    if constexpr (Archive::is_reading) {
      *this = {};
      for (const auto& [bin, count] : filled) {
        if (bin >= bins) return archive.damage();
        counts_[bin] += count;
        count_ += count;
      }
    }
  }

 private:
  static constexpr std::size_t bins = 640;  // the last begins beyond a hundred years

  std::array<std::uint64_t, bins> counts_{};
  std::uint64_t count_ = 0;
};

}  // namespace curfew::daily
