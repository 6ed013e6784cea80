#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "correlate/remote_code.h"
#include "text/hash.h"
#include "text/names.h"

namespace curfew::correlate {

/// A value for each (remote, code) that was met: one look into a table without pointers, then the
/// value. References stay valid.
template <typename Value>
class RemoteCodeTable {
 public:
  /// The value of both, made where there is none.
  Value& of(Name remote, Name code) {
    const std::uint64_t key = remote_code(remote, code);
    std::size_t at = place(key);
    if (slots_[at].value == 0) {
      if ((values_.size() + 1) * 4 > slots_.size() * 3) {
        grow();
        at = place(key);
      }
      values_.emplace_back(Entry{.key = key, .value = {}});
      slots_[at] = {.key = key, .value = static_cast<std::uint32_t>(values_.size())};
    }
    return values_[slots_[at].value - 1].value;
  }

  /// Null where there is none.
  const Value* find(Name remote, Name code) const noexcept {
    const Slot& slot = slots_[place(remote_code(remote, code))];
    return slot.value == 0 ? nullptr : &values_[slot.value - 1].value;
  }

  std::size_t size() const noexcept { return values_.size(); }

  /// Calls visit(remote, code, value) for each, in the order in which they were made.
  template <typename Visit>
  void each(Visit visit) const {
    for (const Entry& one : values_) visit(remote_in(one.key), code_in(one.key), one.value);
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t value = 0;  // its place in values_, and 1; 0: free
  };
  struct Entry {
    std::uint64_t key = 0;
    Value value;
  };

  // The key's slot, or the free one where it belongs.
  std::size_t place(std::uint64_t key) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(text::mix(key ^ seed_, seed_ | 1U)) & mask;
    while (slots_[at].value != 0 && slots_[at].key != key) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    const std::vector<Slot> old = std::move(slots_);
    slots_ = std::vector<Slot>(old.size() * 2);
    for (const Slot& slot : old) {
      if (slot.value != 0) slots_[place(slot.key)] = slot;
    }
  }

  std::uint64_t seed_ = text::random_seed();  // senders choose in which order names are given
  std::vector<Slot> slots_ = std::vector<Slot>(64);
  std::deque<Entry> values_;
};

}  // namespace curfew::correlate
