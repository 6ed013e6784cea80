#pragma once

#include <string>
#include <string_view>

namespace curfew::engine {

/// A text as the engine reads it in SQL: between apostrophes.
std::string quoted_text(std::string_view text);
/// A database's or a cluster's name: letters, digits and underscores, not a digit first. Throws
/// Error (bad_value), which begins with `what`.
std::string checked_name(const std::string& name, const std::string& what);
/// As a part of an address (RFC 3986, 2.1).
std::string percent_encoded(std::string_view text);

}  // namespace curfew::engine
