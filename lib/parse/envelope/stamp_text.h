#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "curfew/time.h"
#include "text/cursor.h"

namespace curfew::parse {

/// Any stamp that may begin a syslog line: RFC 3164, the same with the year in front, ISO 8601
/// (behind a blank, too, where the offset may stand behind another one: a server's own).
bool read_any_stamp(text::Cursor& cursor, Stamp& stamp) noexcept;

/// "1795449893.469778": seconds since 1970 with a fraction, or whole seconds, milliseconds,
/// microseconds or nanoseconds, told apart by how many digits there are. From 2001 to 2286.
std::optional<Instant> read_epoch(std::string_view digits) noexcept;

/// Appends "2026-11-23T16:04:53.469", then "+00:00" when there is an offset. `separator` stands
/// between date and time.
void append_stamp(std::string& out, WallTime wall, std::optional<std::chrono::minutes> offset,
                  char separator = 'T');

/// Appends "Nov 23 16:04:53", with a fraction where there is one: a stamp without a year.
void append_yearless_stamp(std::string& out, WallTime wall);

/// append_stamp() for a moment, in UTC.
void append_stamp(std::string& out, Instant at);

}  // namespace curfew::parse
