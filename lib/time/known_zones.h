#pragma once

#include <cstddef>
#include <string_view>

namespace curfew::time {

/// How well people know a zone by its city: 0 is the best known, UTC. Zones of no large city share
/// the last rank. Of zones that fit equally well, the one a reader knows is named.
std::size_t fame_of(std::string_view zone) noexcept;

}  // namespace curfew::time
