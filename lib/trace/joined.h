#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "trace/life.h"

namespace curfew::trace {

/// Lives of one message, as indices into the given ones in their order; each life is in one.
using Group = std::vector<std::size_t>;

struct Joined {
  std::vector<Group> groups;                   ///< in the order of their first lives
  std::vector<std::vector<std::size_t>> next;  ///< for each life those it was handed to
};

/// Joins lives of one message under several ids: by what a reply said ("queued as 3F2A1", "OK
/// id=1jgIA6-0000hB-0E") and by Message-Id.
Joined join(const std::vector<const Life*>& lives);

/// The id under which the other side queued the message; empty where its reply tells none.
std::string_view queued_as(std::string_view reply) noexcept;

}  // namespace curfew::trace
