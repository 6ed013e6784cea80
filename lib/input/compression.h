#pragma once

#include <string>
#include <string_view>

namespace curfew::input {

/// As many first bytes of a source tell every kind of compression apart.
inline constexpr std::size_t magic_size = 6;

/// The name of the source that has no path.
inline constexpr std::string_view standard_input_name = "standard input";

/// Throws Error (compressed) when `front`, the first bytes of the source `name`, is the magic of
/// gzip (RFC 1952 section 2.3.1), xz, zstd (RFC 8878 section 3.1.1) or bzip2; the remedy is the
/// command that unpacks it on the way in.
void check_not_compressed(std::string_view front, const std::string& name);

}  // namespace curfew::input
