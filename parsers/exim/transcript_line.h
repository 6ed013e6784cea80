#pragma once

#include <string_view>

#include "text/cursor.h"

namespace curfew::exim {

/// True for a line that only a transcript of Exim holds: "  SMTP<< 421 ...", "Connecting to
/// mx.example.net [192.0.2.7]:25 ...", "LOG: MAIN".
bool is_transcript_line(std::string_view line) noexcept;

/// The line without the time and process that -d puts before it.
std::string_view without_prefix(std::string_view line) noexcept;
std::string_view without_indent(std::string_view text) noexcept;

/// The following take a line without prefix.

/// As is_transcript_line.
bool is_telling(std::string_view text) noexcept;
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
