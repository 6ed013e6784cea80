#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace curfew::correlate {

/// Where the entries of one list lie, by a hash of each that nobody can foresee: for lists too long
/// to be walked. Places are given from 1 on.
class HashPlaces {
 public:
  /// The place of the entry with this hash; 0: none. `hash_at(place)` is the hash of an entry.
  template <typename HashAt>
  std::uint32_t find(std::uint64_t hash, HashAt hash_at) const {
    const std::size_t mask = slots_.size() - 1;
    const auto check = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t at = hash & mask; slots_[at].place != 0; at = (at + 1) & mask) {
      if (slots_[at].check == check && hash_at(slots_[at].place) == hash) return slots_[at].place;
    }
    return 0;
  }
  /// Needs: not there yet.
  template <typename HashAt>
  void add(std::uint64_t hash, std::uint32_t place, HashAt hash_at) {
    if (++count_ * 2 > slots_.size()) {
      const std::vector<Slot> old = std::move(slots_);
      slots_ = std::vector<Slot>(old.size() * 2);
      for (const Slot& slot : old) {
        if (slot.place != 0) insert(hash_at(slot.place), slot.place);
      }
    }
    insert(hash, place);
  }

 private:
  struct Slot {
    std::uint32_t check = 0;
    std::uint32_t place = 0;  // 0: free
  };

  void insert(std::uint64_t hash, std::uint32_t place) noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].place != 0) at = (at + 1) & mask;
    slots_[at] = {.check = static_cast<std::uint32_t>(hash >> 32), .place = place};
  }

  std::vector<Slot> slots_ = std::vector<Slot>(32);
  std::size_t count_ = 0;
};

}  // namespace curfew::correlate
