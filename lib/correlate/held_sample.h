#pragma once

#include <cstdint>
#include <vector>

#include "correlate/ledger.h"

namespace curfew::correlate {

/// How many deliveries are kept of all codes together: where there would be more, those whose hash
/// is greater than a limit go, so that what stays is the same whatever was added first.
struct HeldBudget {
  static constexpr std::size_t most = 500'000;  // 12 MB

  std::uint64_t limit = UINT64_MAX;
  std::size_t kept = 0;
  template <class Archive>
  void each_field(Archive& archive) {
    archive(limit, kept);
  }
};

/// Deliveries that had been deferred: of more than `most`, those with the least hashes.
class HeldSample {
 public:
  static constexpr std::size_t most = 4096;

  void add(const HeldDelivery& delivery, HeldBudget& budget);
  /// The same deliveries, the same order.
  void put_in_order();
  /// Gives up those beyond the limit.
  void keep(HeldBudget& budget);
  const std::vector<HeldDelivery>& all() const noexcept { return all_; }
  template <class Archive>
  void each_field(Archive& archive) {
    archive(all_);
  }

 private:
  std::vector<HeldDelivery> all_;  // a heap: the greatest hash in front
};

}  // namespace curfew::correlate
