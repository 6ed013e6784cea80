#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "correlate/slot_series.h"

namespace curfew {

/// How many slots are kept of something. Where there are more, the oldest are folded, and more and
/// more of them, until half the room is free again.
class SlotBudget {
 public:
  explicit SlotBudget(std::size_t most) noexcept : most_(most) {}

  /// To be asked at each addition: whether it is time to count the slots, which takes long.
  bool is_due() noexcept {
    if (++since_ <= most_ / 64) return false;
    since_ = 0;
    return true;
  }
  /// `size` counts the slots, `fold` folds them all, `newest` is the last of them.
  void keep(Slot newest, const std::function<std::size_t()>& size,
            const std::function<void(const SlotFold&)>& fold);
  /// What lies before is folded; nothing where all is as it came.
  std::optional<Slot> folded_before() const noexcept { return before_; }
  template <class Archive>
  void each_field(Archive& archive) {
    archive(before_);
  }

 private:
  std::size_t most_;
  std::size_t since_ = 0;
  std::optional<Slot> before_;
};

}  // namespace curfew
