#pragma once

#include "curfew/time.h"
#include "parse/envelope/envelope.h"
#include "text/cursor.h"

namespace curfew::parse {

/// journalctl -o short-full, with-unit and short-unix: lines with a stamp that no logger writes.
extern const EnvelopeForm journal_stamps;

/// "Mon 2026-11-23 16:04:53.220470 UTC ": systemd's own form. A zone that is not UTC and no number
/// leaves the stamp without an offset.
bool read_systemd_stamp(text::Cursor& cursor, Stamp& stamp) noexcept;

}  // namespace curfew::parse
