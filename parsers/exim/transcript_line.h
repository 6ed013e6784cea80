#pragma once

#include <string_view>

#include "curfew/time.h"
#include "text/cursor.h"

namespace curfew::exim {

/// True for a line that only a transcript of Exim holds: "  SMTP<< 421 ...", "Connecting to
/// mx.example.net [192.0.2.7]:25 ...", "LOG: MAIN".
bool is_transcript_line(std::string_view line) noexcept;

/// What -d puts before a line, and what stands behind.
struct Prefixed {
  std::string_view pid;
  std::string_view text;
  /// The number stands where another program's might: what follows has to show that it is a
  /// process.
  bool doubtful = false;
};

/// "2026-11-23T16:08:55.000000000Z " before a line, as `docker logs -t` puts it there; false, and
/// nothing taken, where there is none.
bool take_outer_stamp(std::string_view& line, Stamp& stamp) noexcept;

/// Takes off the time and the process that -d puts before a line.
Prefixed read_prefix(std::string_view line) noexcept;
std::string_view without_indent(std::string_view text) noexcept;

/// The following take a line without prefix.

/// As is_transcript_line.
bool is_telling(std::string_view text) noexcept;
/// "delivering 1xVWau-00002f-1r": what a process begins with. Empty when it is no such line.
std::string_view delivered_id(std::string_view text) noexcept;
/// "LOG: MAIN": what was logged stands in the next line.
bool is_log_mark(std::string_view text) noexcept;
bool is_connecting(std::string_view text) noexcept;
/// "# exim -v -M 1xVWau-00002f-1r", pasted along.
bool is_prompt(std::string_view text) noexcept;

/// "421", "421 text", "421-text"
bool begins_with_code(std::string_view text) noexcept;

/// "SMTP>> EHLO", "SMTP|> " when more is to come, "SMTP+> " when it goes out with the next.
bool skip_sent_mark(text::Cursor& cursor) noexcept;
bool skip_received_mark(text::Cursor& cursor) noexcept;

}  // namespace curfew::exim
