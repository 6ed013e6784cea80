#pragma once

#include "parse/envelope/entry.h"
#include "parse/envelope/envelope.h"

namespace curfew::parse {

/// One JSON object a line: journalctl -o json, json-sse and json-seq, docker's json-file driver
/// (also what it split at 16 KiB), rsyslog's jsonf templates.
extern const EnvelopeForm json_lines;
/// Reads one object; false where it is no record, or one without a line.
bool read_json_entry(std::string_view text, Entry& entry);

/// One JSON object over several lines: journalctl -o json-pretty.
extern const EnvelopeForm json_pretty;

}  // namespace curfew::parse
