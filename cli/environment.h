#pragma once

#include <cstdlib>
#include <string_view>

namespace curfew::cli {

/// What a variable of the environment holds; empty where it is not set.
inline std::string_view variable(const char* name) noexcept {
  const char* const value = std::getenv(name);  // NOLINT: one thread so far
  return value == nullptr ? std::string_view{} : value;
}

}  // namespace curfew::cli
