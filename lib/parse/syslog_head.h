#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
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

/// read_syslog_head for the lines of one log: what stands between the seconds and the tag is the
/// same in nearly all of them, so it is compared with that of the line before and not read again.
/// Gives the same as read_syslog_head.
class SyslogHeads {
 public:
  bool read(std::string_view line, SyslogHead& head) noexcept {
    return read_alike(line, head) || read_anew(line, head);
  }

 private:
  static constexpr std::size_t longest = 64;

  bool read_alike(std::string_view line, SyslogHead& head) const noexcept;
  bool read_anew(std::string_view line, SyslogHead& head) noexcept;
  void keep(std::string_view line, const SyslogHead& head) noexcept;

  time::StampCache stamps_;
  std::size_t fraction_ = 0;    // digits of the fraction
  char between_[longest] = {};  // "+00:00 mail ": from the fraction to the tag
  std::size_t size_ = 0;        // of that; 0: nothing is kept
  std::size_t host_begin_ = 0;
  bool has_year_ = false;
  std::optional<std::chrono::minutes> offset_;
};

}  // namespace curfew::parse
