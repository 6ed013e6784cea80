#pragma once

#include <string_view>

#include "curfew/event.h"

namespace curfew::postfix {

/// Reads what Postfix turned away ("NOQUEUE: reject: RCPT from ...", "3F2A1: milter-hold: ...",
/// header checks) and what it says of its own trouble ("warning: ...", "fatal: ..."): an event of
/// kind rejection or notice, without time, line and origin. False, and no event, where the line
/// says neither.
bool read_inbound(std::string_view program, std::string_view body, Events& events);

/// The same for a line that already ended its message: its event learns why.
void explain_end(std::string_view program, std::string_view body, Event& event, Events& events);

}  // namespace curfew::postfix
