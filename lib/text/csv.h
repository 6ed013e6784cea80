#pragma once

#include <string>
#include <string_view>

namespace curfew::text {

/// Appends untrusted text as a field of CSV (RFC 4180), quoted where it must be. Control
/// characters are shown as on a terminal; what a spreadsheet would take for a formula gets an
/// apostrophe in front.
void append_csv(std::string& out, std::string_view field);

}  // namespace curfew::text
