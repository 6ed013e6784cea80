#pragma once

#include <string_view>

#include "curfew/event.h"
#include "postfix/text.h"

namespace curfew::postfix {

/// Reads a status line, "to=<a@example.net>, relay=..., status=deferred (...)", which every daemon
/// writes by one function, global/log_adhoc.c: one recipient, one attempt. False when it is none or
/// ends before its status.
bool read_delivery(const Text& text, Events& events);

}  // namespace curfew::postfix
