#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace curfew::text {

/// A table of entries that are all zero at first. Nothing writes these zeros: the system gives
/// memory to the pages that are touched, so that a large table costs a short log nothing.
template <class Entry>
class ZeroedTable {
  static_assert(std::is_trivially_copyable_v<Entry> && std::is_trivially_destructible_v<Entry>);

 public:
  ZeroedTable() = default;
  explicit ZeroedTable(std::size_t size)
      : bytes_(std::calloc(1, size * sizeof(Entry) + alignof(Entry))) {
    if (bytes_ == nullptr) throw std::bad_alloc();
    std::size_t room = size * sizeof(Entry) + alignof(Entry);
    void* first = bytes_.get();
    entries_ = static_cast<Entry*>(std::align(alignof(Entry), size * sizeof(Entry), first, room));
  }

  Entry& operator[](std::size_t at) noexcept { return entries_[at]; }
  const Entry& operator[](std::size_t at) const noexcept { return entries_[at]; }

 private:
  struct Free {
    void operator()(void* bytes) const noexcept { std::free(bytes); }
  };

  std::unique_ptr<void, Free> bytes_;
  Entry* entries_ = nullptr;
};

}  // namespace curfew::text
