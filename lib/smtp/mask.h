#pragma once

#include <string>
#include <string_view>

namespace curfew::smtp {

/// Writes the text with everything that changes from message to message replaced: addresses
/// "<address>", IP addresses "<ip>", hosts "<host>", moments and spans of time "<time>", ids and
/// numbers "#", what follows a "?" in a URL. What looks like a provider's code stays, and so do
/// enhanced codes, the digits of names ("IPv6", "TLSv1") and a name behind "using" or "listed at":
/// block lists differ. The given provider code is never touched.
void append_masked(std::string& out, std::string_view text, std::string_view remote_host,
                   std::string_view provider_code);

}  // namespace curfew::smtp
