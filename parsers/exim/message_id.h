#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "curfew/time.h"

namespace curfew::exim {

/// Length of the message id that `text` begins with: 16 ("1xVWau-00002f-1r", up to Exim 4.96) or 23
/// ("1xVWz7-000000000Bh-3UXz", from 4.97); 0 when there is none, or more follows than a blank.
std::size_t message_id_length(std::string_view text) noexcept;

/// When reception of the message began: the id's first part is Unix seconds in base 62, or in base
/// 36 on systems whose file names know no case. The latter is taken only where the former cannot
/// belong to a line with this stamp. Needs: message_id_length(id) != 0.
std::optional<Instant> message_id_clock(std::string_view id, const Stamp& stamp) noexcept;

}  // namespace curfew::exim
