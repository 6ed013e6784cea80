#pragma once

#include "parse/envelope/envelope.h"

namespace curfew::parse {

/// Log lines as people and their tools pass them on: quoted, indented, colored, found by grep, in a
/// fence, or with a syslog head of another shape. Each line is looked at by itself, so that lines
/// as they should be may stand among them and go through as they are.
extern const EnvelopeForm loose_lines;

}  // namespace curfew::parse
