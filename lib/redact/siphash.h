#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace curfew::redact {

/// SipHash-2-4 of Aumasson and Bernstein (2012): a keyed hash whose values tell nothing about the
/// text or other values to who has not the key.
std::uint64_t siphash(std::string_view text, const std::array<std::uint8_t, 16>& key) noexcept;

}  // namespace curfew::redact
