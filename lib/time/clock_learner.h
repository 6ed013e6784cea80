#pragma once

#include <cstdint>
#include <optional>

#include "curfew/time.h"

namespace curfew {

/// Learns zone and year from the anchors of a log's first part; what the hints already know by
/// option stays. `system` is the zone to fall back to, and is preferred where it agrees.
class ClockLearner {
 public:
  /// In the order of the log.
  void add(const ClockAnchor& anchor);
  ClockHints learn(ClockHints hints, const TimeZone& system) const;

 private:
  struct Vote {
    std::int64_t offset_minutes = 0;
    int year = 0;  // of the log's first year-less stamp; 0: the stamps have one
    Instant first{};
    Instant last{};
    std::uint64_t certain = 0;
    std::uint64_t others = 0;
  };
  struct Winner {
    Vote vote;
    bool by_system = false;
  };
  void cast(const Vote& vote);
  std::optional<Winner> winner(const TimeZone& system) const;

  static constexpr int max_votes = 64;
  Vote votes_[max_votes];
  int count_ = 0;
  std::uint64_t certain_ = 0;
  std::uint64_t others_ = 0;
  NewYears new_years_;
};

}  // namespace curfew
