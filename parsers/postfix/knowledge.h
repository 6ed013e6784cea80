#pragma once

#include "curfew/server.h"

namespace curfew::postfix {

/// What is known of Postfix beside its logs. Lives as long as the program.
const ServerKnowledge& knowledge() noexcept;

}  // namespace curfew::postfix
