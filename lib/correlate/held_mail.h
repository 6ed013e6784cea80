#pragma once

#include <cstddef>
#include <vector>

#include "correlate/remote_code_table.h"
#include "curfew/correlator.h"
#include "curfew/names.h"

namespace curfew::correlate {

/// Deliveries that had been deferred, by the remote and code that deferred them last: what tells
/// the remote's share of a wait from that of our own retry schedule.
class HeldMail {
 public:
  static constexpr std::size_t most_each = 4096;
  static constexpr std::size_t most = 500'000;  // 12 MB

  void add(Name remote, Name code, const HeldDelivery& delivery);
  const std::vector<HeldDelivery>& of(Name remote, Name code) const noexcept;

 private:
  RemoteCodeTable<std::vector<HeldDelivery>> held_;
  std::size_t size_ = 0;
};

}  // namespace curfew::correlate
