#pragma once

#include "curfew/clock.h"
#include "text/cursor.h"

namespace curfew::time {

/// "Nov 23 16:04:53", day padded by a blank (syslog) or a zero (postlogd), with or without a
/// fraction of a second. RFC 3164 section 4.1.2.
bool read_rfc3164(text::Cursor& cursor, Stamp& stamp) noexcept;

/// "2013 Jun 10 06:27:30.123": RFC 3164's stamp with the year in front, a common syslog template.
bool read_year_first(text::Cursor& cursor, Stamp& stamp) noexcept;

/// "2026-11-23T16:04:53.469844+00:00", "... Z", "...+0000", "2026-11-23 16:04:53.166 +0000": RFC
/// 3339 with 'T' or a blank, any number of fraction digits ('.' or ','), and an offset glued on. A
/// blank before the offset is Exim's log_timezone form and is taken only with
/// `blank_before_offset`.
bool read_iso8601(text::Cursor& cursor, Stamp& stamp, bool blank_before_offset = false) noexcept;

/// Digits YYYYMMDDhhmmss, as Postfix and mutt put them into a Message-Id.
bool read_digits(std::string_view fourteen, WallTime& wall) noexcept;

}  // namespace curfew::time
