#pragma once

#include <string_view>

#include "exim/body.h"

namespace curfew::exim {

/// Reads what Exim turned away ("H=... rejected RCPT <...>: ...", "SMTP call from ... dropped:
/// ...") and what it says of its own trouble ("Warning: ...", "failed to ..."): an event of kind
/// rejection or notice. False, and no event, where the line says neither.
bool read_inbound(std::string_view body, const Context& context, Events& events);

}  // namespace curfew::exim
