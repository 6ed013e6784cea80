#pragma once

#include "exim/body.h"

namespace curfew::exim {

/// Reads a line that has an id and no flag and tells why a host did not take the message:
/// "H=mx.example.net [192.0.2.7]: SMTP error ..." or, up to 4.84, the same without "H=".
/// `unknown` when it is no such line.
LineUse read_host_line(std::string_view text, const Context& context, RecentHosts& hosts,
                       Events& events);

}  // namespace curfew::exim
