#pragma once

#include <string_view>

namespace curfew::redact {

/// An address nobody outside reaches: RFC 1918, RFC 6598, RFC 4193, link-local. Loopback and
/// unspecified addresses are the same everywhere and tell nothing.
bool is_private_address(std::string_view ip) noexcept;

/// A name that means something inside only: without a dot, or under a domain that is reserved for
/// this or commonly used so. Lower case. "localhost" tells nothing and is none.
bool is_internal_name(std::string_view host) noexcept;

/// "192.0.2.7", "IPv6:2001:db8::1", "2001:db8::1"; a name or a number of another kind is none.
bool is_address(std::string_view text) noexcept;

/// Has the shape of a host's or domain's full name: labels with dots between them, the last one of
/// letters.
bool is_full_name(std::string_view text) noexcept;

}  // namespace curfew::redact
