#pragma once

#include <cstdint>

#include "text/names.h"

namespace curfew::correlate {

/// Both in one key for tables.
constexpr std::uint64_t remote_code(Name remote, Name code) noexcept {
  return (static_cast<std::uint64_t>(remote) << 32) | static_cast<std::uint32_t>(code);
}

constexpr Name remote_in(std::uint64_t key) noexcept {
  return static_cast<Name>(key >> 32);
}
constexpr Name code_in(std::uint64_t key) noexcept {
  return static_cast<Name>(static_cast<std::uint32_t>(key));
}

}  // namespace curfew::correlate
