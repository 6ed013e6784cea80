#pragma once

#include "exim/body.h"

namespace curfew::exim {

/// Reads what follows "** ": an address that was given up.
LineUse read_failure(std::string_view text, const Context& context, RecentHosts& hosts,
                     Events& events);

}  // namespace curfew::exim
