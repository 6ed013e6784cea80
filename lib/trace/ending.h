#pragma once

#include <cstdint>

#include "curfew/trace.h"

namespace curfew::trace {

/// How a message stands when the logs end. partly: to some recipients only; rejected: by a filter
/// of ours, while it came in.
enum class Ending : std::uint8_t {
  open,
  deferred,
  delivered,
  partly,
  bounced,
  expired,
  discarded,
  rejected
};

Ending ending_of(const Trace& story);
const char* name(Ending ending) noexcept;

}  // namespace curfew::trace
