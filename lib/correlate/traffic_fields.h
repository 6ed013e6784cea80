#pragma once

#include <array>
#include <cstdint>

#include "curfew/tally.h"

namespace curfew {

/// All counts of Traffic, in the order in which they are kept and stored: new ones go behind.
inline constexpr std::array<std::uint64_t Traffic::*, 15> traffic_fields{
    &Traffic::messages,       &Traffic::bytes,
    &Traffic::delivered,      &Traffic::delivered_bytes,
    &Traffic::deferred,       &Traffic::deferred_messages,
    &Traffic::held,           &Traffic::discarded,
    &Traffic::bounced,        &Traffic::expired,
    &Traffic::not_contacted,  &Traffic::local,
    &Traffic::local_deferred, &Traffic::probes,
    &Traffic::rejected};

}  // namespace curfew
