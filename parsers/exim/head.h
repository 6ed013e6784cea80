#pragma once

#include <string_view>

#include "curfew/clock.h"
#include "time/stamp.h"

namespace curfew::exim {

/// What stands before a log line's body: "2026-11-23 16:08:40.754 +0000 [169] 1xVWau-00002f-25
/// body". Fraction, zone, process and id may each be missing.
struct Head {
  Stamp stamp;
  std::string_view log_host;  ///< from syslog
  std::string_view pid;
  std::string_view id;
  std::string_view body;
  bool cut = false;  ///< the end is missing: Exim's buffer was full, or syslog split the line
  bool continuation = false;  ///< a later part of a line that syslog split
};

/// Reads the line of a log file that Exim wrote itself.
bool read_head(std::string_view line, Head& head, time::StampCache* cache = nullptr) noexcept;

enum class Wrapping { none, other_program, exim };

/// Reads a line that came through syslog. Exim's own stamp stands in it once more, unless
/// syslog_timestamp is off.
Wrapping read_wrapped_head(std::string_view line, Head& head,
                           time::StampCache* cache = nullptr) noexcept;

}  // namespace curfew::exim
