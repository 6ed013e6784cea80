#pragma once

#include "curfew/event.h"
#include "postfix/text.h"

namespace curfew::postfix {

/// Reads what the SMTP client says of a server that failed and was not the last one tried: with a
/// queue id a sentence of the reason's grammar without parentheses, without one "connect to
/// mx[192.0.2.7]:25: Connection refused". False when the text is neither.
bool read_session(const Text& text, Events& events);

}  // namespace curfew::postfix
