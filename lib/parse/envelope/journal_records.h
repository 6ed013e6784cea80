#pragma once

#include "parse/envelope/envelope.h"

namespace curfew::parse {

/// journalctl -o export: a field a line, a blank line behind each record.
/// https://systemd.io/JOURNAL_EXPORT_FORMATS
extern const EnvelopeForm journal_export;
/// journalctl -o verbose: a stamp, then an indented field a line.
extern const EnvelopeForm journal_verbose;

}  // namespace curfew::parse
