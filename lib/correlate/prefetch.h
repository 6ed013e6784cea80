#pragma once

#include <cstddef>

namespace curfew::correlate {

/// Fetches so many bytes into the cache, to be changed soon; of nothing, nothing.
inline void prefetch(const void* at, std::size_t bytes) noexcept {
  if (at == nullptr) return;
  constexpr std::size_t cache_line = 64;
  const char* const begin = static_cast<const char*>(at);
  for (std::size_t offset = 0; offset < bytes; offset += cache_line) {
    __builtin_prefetch(begin + offset, 1);
  }
}

}  // namespace curfew::correlate
