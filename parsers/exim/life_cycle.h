#pragma once

#include "exim/body.h"

namespace curfew::exim {

/// Reads what follows "<= " or "(= ": a message that was received.
LineUse read_arrival(std::string_view text, const Context& context, Events& events);

/// Reads "Completed QT=3s", "Frozen ...", "unfrozen by root", "removed by root" ... `unknown` when
/// it is no such line.
LineUse read_step(std::string_view text, const Context& context, Events& events);

}  // namespace curfew::exim
