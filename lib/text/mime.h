#pragma once

#include <string>
#include <string_view>

// Text as mails carry it: ASCII, in short lines.
namespace curfew::text {

/// Appends text as quoted-printable (RFC 2045, 6.7): lines of at most 76 characters, which end with
/// "\n" as those of the text do. No line begins with "." or "From ", which programs that pass mails
/// on give a meaning.
void append_quoted_printable(std::string& out, std::string_view text);

/// What stands behind "Name: " in the head of a mail: as it is, or folded, where it is printable
/// ASCII; else, and where a reader would take it for something else, as encoded words (RFC 2047).
/// No line is longer than 76 characters, the name included. Control characters must have been
/// taken out of what people shall read; here they are written as encoded words.
std::string header_text(std::string_view name, std::string_view text);

}  // namespace curfew::text
