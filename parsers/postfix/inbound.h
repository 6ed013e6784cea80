#pragma once

#include <string_view>

#include "curfew/event.h"

namespace curfew::postfix {

/// Reads what Postfix turned away ("NOQUEUE: reject: RCPT from ...", "3F2A1: milter-hold: ...",
/// header checks), what it says of its own trouble ("warning: ...", "fatal: ...") and of
/// connections
/// ("connect from ...", "PASS NEW ...", "... TLS connection established ..."): an event of kind
/// rejection, notice or connection, without time, line and origin. False, and no event, where the
/// line says none of it.
bool read_inbound(std::string_view program, std::string_view body, Events& events);

/// The same for a line that already ended its message: its event learns why.
void explain_end(std::string_view program, std::string_view body, Event& event, Events& events);

/// Into the event of a line that was read: who logged in, and the parts of the delay.
void add_particulars(std::string_view body, Event& event);

}  // namespace curfew::postfix
