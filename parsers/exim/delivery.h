#pragma once

#include "exim/body.h"

namespace curfew::exim {

/// Reads what follows "=> ", "-> " or ">> ": an address that was delivered.
LineUse read_delivery(std::string_view text, const Context& context, RecentHosts& hosts,
                      Events& events);

}  // namespace curfew::exim
