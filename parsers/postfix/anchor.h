#pragma once

#include <optional>
#include <string_view>

#include "curfew/time.h"

namespace curfew::postfix {

/// The UTC time that a line of Postfix's own making holds, for a line logged at that moment: the
/// long queue id of a message that just came in, or the date in a Message-Id that Postfix made.
std::optional<Instant> own_time(std::string_view body) noexcept;

/// own_time, or the date or epoch that a client wrote into its Message-Id, where it is near the
/// stamp. Format::anchor.
std::optional<ClockAnchor> read_anchor(std::string_view line);

}  // namespace curfew::postfix
