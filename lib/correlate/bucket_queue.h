#pragma once

#include <array>
#include <cstddef>

#include "curfew/attempt.h"
#include "curfew/buckets.h"

namespace curfew::correlate {

/// Attempts on their way into buckets: each waits for a few others, while the places where it will
/// be counted are fetched.
class BucketQueue {
 public:
  explicit BucketQueue(Buckets& buckets) : buckets_(buckets) {}

  void add(const Attempt& attempt) {
    if (end_ - begin_ == most) buckets_.add(at(begin_++));
    at(end_++) = attempt;
    buckets_.expect(attempt.remote, attempt.code);
    if (end_ - begin_ > near) {
      const Attempt& soon = at(end_ - 1 - near);
      buckets_.expect_counts(soon.remote, soon.code);
    }
  }
  /// Nothing waits any more.
  void drain() {
    while (begin_ != end_) buckets_.add(at(begin_++));
  }

 private:
  static constexpr std::size_t most = 16;
  static constexpr std::size_t near = 8;

  Attempt& at(std::size_t index) noexcept { return waiting_[index % most]; }

  Buckets& buckets_;
  std::array<Attempt, most> waiting_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace curfew::correlate
