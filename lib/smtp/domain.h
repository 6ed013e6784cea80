#pragma once

#include <string_view>

namespace curfew::smtp {

/// What follows the last '@'; empty where there is none.
std::string_view domain_of(std::string_view address) noexcept;

/// The domain somebody registered: "example.co.uk" for "mx1.mail.example.co.uk", by the public
/// suffix list. A public suffix, an address or a name without a dot is its own. `host` is lower
/// case; what is returned is its end.
std::string_view registrable_domain(std::string_view host) noexcept;

/// "192.0.2.7", "2001:db8::1": an address rather than a name.
bool is_ip_address(std::string_view host) noexcept;

}  // namespace curfew::smtp
