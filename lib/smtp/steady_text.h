#pragma once

#include <string>
#include <string_view>

namespace curfew::smtp {

/// Writes the text as it is for every message: an address becomes "<@>", an IP address "0.0.0.0",
/// an id "x0", a moment "0:0", a long number "0". Reply codes, enhanced codes and what looks like a
/// provider's code stay, and so do short numbers and the names of hosts. One blank between words;
/// the codes that begin the later lines of a longer reply ("550-5.7.1") are left out. What is
/// recognized in a reply is recognized in this, so that one answer holds for all messages. Reads at
/// most `most` bytes of the text.
void append_steady(std::string& out, std::string_view text, std::size_t most = 8192);

}  // namespace curfew::smtp
