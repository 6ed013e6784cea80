#pragma once

#include "exim/body.h"

namespace curfew::exim {

/// Reads what follows "== ": an address that stays in the queue.
LineUse read_deferral(std::string_view text, const Context& context, RecentHosts& hosts,
                      Events& events);

}  // namespace curfew::exim
