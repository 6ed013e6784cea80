#pragma once

#include "curfew/queue.h"

namespace curfew::exim {

/// `exim -bp`; it states no reasons. Lives as long as the program.
const QueueForm& queue_listing() noexcept;

}  // namespace curfew::exim
