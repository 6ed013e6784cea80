#pragma once

#include "curfew/time.h"
#include "text/cursor.h"

namespace curfew::parse {

/// A stamp as loggers write them that parse::read_syslog_head does not know, and all it knows:
/// syslog's priority before it, a weekday, the year behind the day or behind the time (asctime), a
/// day of one digit, several blanks. False, and nothing taken, where there is none or something
/// other than a blank follows.
bool take_loose_stamp(text::Cursor& cursor, Stamp& stamp) noexcept;

}  // namespace curfew::parse
