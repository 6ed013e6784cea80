#pragma once

#include <cstdlib>
#include <functional>
#include <string_view>

namespace curfew::fuzz {

/// Ends the run as a crash, so that libFuzzer keeps the input.
inline void require(bool holds) {
  if (!holds) std::abort();
}

/// Whether a view lies in a text; an empty one lies everywhere.
inline bool lies_in(std::string_view part, std::string_view whole) {
  const std::less_equal<const char*> before;
  return part.empty() || (before(whole.data(), part.data()) &&
                          before(part.data() + part.size(), whole.data() + whole.size()));
}

/// The input as text.
inline std::string_view text_of(const unsigned char* input, std::size_t size) {
  return {reinterpret_cast<const char*>(input), size};
}

}  // namespace curfew::fuzz
