#pragma once

#include "curfew/event.h"
#include "postfix/text.h"

namespace curfew::postfix {

/// Reads a step in a message's life: "client=", "uid=" and "message-id=" (it came), "from=<>,
/// size=" (it is being delivered, once for each round), "status=expired", "removed"; and what ends
/// it without one of these: a milter's or a header check's verdict, a requeue by the administrator.
/// False when the text is none of them.
bool read_queue_line(const Text& text, Events& events);

}  // namespace curfew::postfix
