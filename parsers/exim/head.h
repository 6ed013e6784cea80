#pragma once

#include <string_view>

#include "curfew/time.h"
#include "parse/other_servers.h"
#include "time/stamp.h"

namespace curfew::exim {

/// "[1/2] TEXT" or "[1\\13] TEXT": a part of an entry that was too long for one call of syslog, or
/// had several lines (log.c, write_syslog).
struct SyslogPart {
  unsigned number = 0;  ///< from 1
  unsigned of = 0;      ///< 0: the entry came as a whole
  bool ends_line = false;
  std::string_view text;
};

/// What stands before a log line's body: "2026-11-23 16:08:40.754 +0000 [169] 1xVWau-00002f-25
/// body". Fraction, zone, process and id may each be missing.
struct Head {
  Stamp stamp;
  std::string_view log_host;  ///< from syslog
  std::string_view pid;
  std::string_view id;
  std::string_view body;
  bool cut = false;    ///< the end is missing: Exim's buffer was full
  SyslogPart part;     ///< from syslog; id and body are those of the first part
  Stamp syslog_stamp;  ///< from syslog
};

/// Reads the line of a log file that Exim wrote itself.
bool read_head(std::string_view line, Head& head, time::StampCache* cache = nullptr) noexcept;

enum class Wrapping { none, other_program, exim };

/// Reads a line that came through syslog. Exim's own stamp stands in it once more, unless
/// syslog_timestamp is off. Of another program's line `head` is unspecified.
Wrapping read_wrapped_head(std::string_view line, Head& head, time::StampCache* cache = nullptr,
                           parse::OtherServers* others = nullptr) noexcept;

/// Reads what syslog was given. Needs: host, process and syslog_stamp are set.
void read_syslog_text(std::string_view text, Head& head) noexcept;

}  // namespace curfew::exim
