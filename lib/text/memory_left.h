#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace curfew::text {

/// Throws std::bad_alloc where less than that is left: RE2 frees what it never had when memory runs
/// out inside it. Mapped, not allocated: the heap stays as it is, and no page is touched.
inline void check_memory_left(std::size_t bytes = std::size_t{1} << 20U) {
  void* const room =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) throw std::bad_alloc();
  ::munmap(room, bytes);
}

}  // namespace curfew::text
