#pragma once

#include <cstddef>
#include <memory>

namespace curfew::text {

/// Throws std::bad_alloc where less than that is left: RE2 frees what it never had when memory runs
/// out inside it. The pages are not touched, so that it costs next to nothing.
inline void check_memory_left(std::size_t bytes = std::size_t{1} << 20U) {
  const std::unique_ptr<char[]> room(new char[bytes]);
  static_cast<void>(*static_cast<volatile char*>(room.get()));
}

}  // namespace curfew::text
