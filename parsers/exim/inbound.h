#pragma once

#include <string_view>

#include "exim/body.h"

namespace curfew::exim {

/// Reads what Exim turned away ("H=... rejected RCPT <...>: ...", "SMTP call from ... dropped:
/// ..."), what it says of its own trouble ("Warning: ...", "failed to ...") and which clients
/// connected: an event of kind rejection, notice or connection. False, and no event, where the line
/// says none of it.
bool read_inbound(std::string_view body, const Context& context, Events& events);

/// Into the event of an arrival or a delivery: who logged in, and the version of TLS.
void add_particulars(std::string_view body, Event& event);

}  // namespace curfew::exim
