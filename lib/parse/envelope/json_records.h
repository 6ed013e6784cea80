#pragma once

#include "parse/envelope/envelope.h"

namespace curfew::parse {

/// One JSON object a line: journalctl -o json, json-sse and json-seq, docker's json-file driver
/// (also what it split at 16 KiB), rsyslog's jsonf templates.
extern const EnvelopeForm json_lines;
/// One JSON object over several lines: journalctl -o json-pretty.
extern const EnvelopeForm json_pretty;

}  // namespace curfew::parse
