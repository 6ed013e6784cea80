#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace curfew::text {

/// Bytes that are kept or sent: behind a line that names format and version, and a hash of them.
std::string sealed(std::string_view title, std::string_view bytes);
/// What was sealed under that title; nothing where the title is another or the bytes are damaged.
std::optional<std::string_view> unsealed(std::string_view title, std::string_view bytes) noexcept;

}  // namespace curfew::text
