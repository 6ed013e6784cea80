#pragma once

#include <string>
#include <string_view>

namespace curfew::smtp {

/// The name as it stands in the DNS (RFC 5891, 4.4; RFC 3492): labels with other characters than
/// those of ASCII become "xn--" and Punycode. Lower case and normalized already, as the public
/// suffix list is. Throws std::runtime_error for what is no UTF-8.
std::string to_ascii(std::string_view name);

}  // namespace curfew::smtp
