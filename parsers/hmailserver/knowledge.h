#pragma once

#include "curfew/server.h"

namespace curfew::hmailserver {

/// What is known of hMailServer beside its logs. Lives as long as the program.
const ServerKnowledge& knowledge() noexcept;

}  // namespace curfew::hmailserver
