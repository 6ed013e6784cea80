#pragma once

#include <string_view>

#include "curfew/event.h"
#include "curfew/parser.h"
#include "postfix/tag.h"

namespace curfew::postfix {

/// Reads a message without its envelope, "3F2A1: to=<a@example.net>, ...", whatever program wrote
/// it where that is not known. Adds at most one event, without time, line and origin.
LineUse read_body(Program program, std::string_view body, Events& events);

}  // namespace curfew::postfix
