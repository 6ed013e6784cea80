#pragma once

#include "curfew/server.h"

namespace curfew::exim {

/// What is known of Exim beside its logs. Lives as long as the program.
const ServerKnowledge& knowledge() noexcept;

}  // namespace curfew::exim
