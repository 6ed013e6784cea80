#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "correlate/remote_code_table.h"
#include "curfew/correlator.h"
#include "curfew/names.h"

namespace curfew::correlate {

/// Deliveries that had been deferred, by the remote and code that deferred them last: what tells
/// the remote's share of a wait from that of our own retry schedule.
class HeldMail {
 public:
  static constexpr std::uint32_t most_each = 4096;
  static constexpr std::size_t most = 500'000;  // 16 MB

  void add(Name remote, Name code, const HeldDelivery& delivery);
  /// In the order they were added.
  std::vector<HeldDelivery> of(Name remote, Name code) const;

 private:
  // All stand in one row, whosever they are: to add one touches its end alone.
  struct Kept {
    HeldDelivery delivery;
    std::uint32_t before = 0;  // the place of the one before, and 1; 0: none
  };
  struct List {
    std::uint32_t last = 0;  // likewise
    std::uint32_t size = 0;
  };
  static constexpr std::size_t block_size = 1024;
  using Block = std::array<Kept, block_size>;

  const Kept& at(std::uint32_t place) const noexcept;

  RemoteCodeTable<List> lists_;
  std::vector<std::unique_ptr<Block>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace curfew::correlate
