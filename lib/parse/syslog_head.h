#pragma once

#include <string_view>

#include "curfew/time.h"
#include "text/cursor.h"
#include "time/stamp.h"

namespace curfew::parse {

/// What stands before a syslog message: "Nov 23 16:04:53 mail mta/smtp[427]: body".
struct SyslogHead {
  Stamp stamp;
  std::string_view host;
  std::string_view tag;  ///< "mta/smtp"; RFC 5424 by rsyslog keeps "mta" alone
  std::string_view pid;  ///< empty where the line has none
  std::string_view body;
};

/// Skips "<22>", the priority of RFC 3164 section 4.1.1; nothing where there is none.
void skip_priority(text::Cursor& cursor) noexcept;

/// Reads RFC 3164 (with or without PRI, day padded by blank or zero), RFC 3164 with the year in
/// front, ISO 8601 in the stamp's place (rsyslog's file format) and RFC 5424; takes Solaris'
/// "[ID 197553 mail.info] " off the body. False when the line begins with no such stamp or has no
/// tag; `head` is then unspecified.
bool read_syslog_head(std::string_view line, SyslogHead& head,
                      time::StampCache* cache = nullptr) noexcept;

}  // namespace curfew::parse
