#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <vector>

#include "curfew/tally.h"

namespace curfew {

/// How old slots are put together where there are too many: those of some weeks become those of the
/// last of these weeks. Hours (of UTC) and weekdays stay what they were, dates do not; nothing
/// seems older than it is.
struct SlotFold {
  static constexpr Slot in_week = 7 * 24 * 4;

  Slot before = 0;  ///< slots from here on stay as they are; a whole number of blocks
  Slot weeks = 1;   ///< of a block, counted from 1970

  /// With the last possible `before`, at or before this slot.
  static constexpr SlotFold up_to(Slot slot, Slot weeks) noexcept {
    return {.before = static_cast<Slot>(floor(slot, std::int64_t{in_week} * weeks)),
            .weeks = weeks};
  }
  constexpr Slot of(Slot slot) const noexcept {
    if (slot >= before) return slot;
    const std::int64_t block = std::int64_t{in_week} * weeks;
    const std::int64_t into_week = slot - floor(slot, in_week);
    return static_cast<Slot>(floor(slot, block) + block - in_week + into_week);
  }

 private:
  static constexpr std::int64_t floor(std::int64_t at, std::int64_t step) noexcept {
    return at - (at % step + step) % step;
  }
};

/// Counts by slot, each slot once, in order. `Record` has a member `slot` and adds up by `+=`.
///
/// A log runs forward, so the two newest slots stand open, and those before them are packed into a
/// few bytes each, of which nothing is lost. What comes late is put aside, and packed with the
/// others when there is enough of it. Iterators unpack as they go and live until the next change.
/// Not for several threads at once, unless all of them only read.
template <class Record>
class SlotSeries {
 public:
  class Iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = Record;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    explicit Iterator(const SlotSeries& series);
    const Record& operator*() const noexcept { return record_; }
    const Record* operator->() const noexcept { return &record_; }
    Iterator& operator++() {
      advance();
      return *this;
    }
    void operator++(int) { advance(); }
    friend bool operator==(const Iterator& one, std::default_sentinel_t /*end*/) noexcept {
      return one.series_ == nullptr;
    }

   private:
    void advance();
    bool read_packed(Record& record);
    bool merge_late();

    const SlotSeries* series_ = nullptr;
    std::size_t byte_ = 0;  // in packed_, behind what was read
    std::size_t late_ = 0;
    std::size_t open_ = 0;
    bool has_packed_ = false;
    Record packed_{};  // the next one, where there are late ones to be put before it
    Record record_{};
  };

  SlotSeries() = default;
  SlotSeries(std::initializer_list<Record> records) {
    for (const Record& record : records) add(record);
  }

  /// The slot's counts, to be added to; new ones count nothing. Lives until the next call.
  Record& at(Slot slot) {
    if (open_count_ != 0 && open_[open_count_ - 1U].slot == slot) return open_[open_count_ - 1U];
    return elsewhere(slot);
  }
  void add(const Record& record) { at(record.slot) += record; }
  void add(const SlotSeries& other);
  void fold(const SlotFold& fold);

  Iterator begin() const { return empty() ? Iterator() : Iterator(*this); }
  std::default_sentinel_t end() const noexcept { return {}; }
  bool empty() const noexcept { return open_count_ == 0; }
  /// How many slots there are.
  std::size_t size() const;
  Slot first() const { return begin()->slot; }                         ///< Needs: not empty
  Slot last() const noexcept { return open_[open_count_ - 1U].slot; }  ///< Needs: not empty
  /// One without slots takes one byte: what is kept beside slots has thousands of them.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(open_count_);
    if (open_count_ == 0) return;
    if constexpr (Archive::is_reading) {
      if (open_count_ > open_.size()) return archive.damage();
    }
    archive(packed_, late_, packed_count_, last_packed_);
    for (std::uint8_t i = 0; i < open_count_; ++i) archive(open_[i]);
  }
  /// Bytes held beside the object itself.
  std::size_t memory() const noexcept {
    return packed_.capacity() + late_.capacity() * sizeof(Record);
  }
  /// The same slots with the same counts.
  friend bool operator==(const SlotSeries& one, const SlotSeries& other) {
    Iterator mine = one.begin();
    Iterator theirs = other.begin();
    while (mine != one.end() && theirs != other.end() && *mine == *theirs) {
      ++mine;
      ++theirs;
    }
    return mine == one.end() && theirs == other.end();
  }

 private:
  Record& elsewhere(Slot slot);
  Record& late(Slot slot);
  void close(const Record& record);
  void close_late();

  std::vector<std::uint8_t> packed_;
  std::vector<Record> late_;      // by slot, all before the open ones; may be packed, too
  std::array<Record, 2> open_{};  // by slot, all behind the packed ones
  std::uint32_t packed_count_ = 0;
  Slot last_packed_ = 0;
  std::uint8_t open_count_ = 0;
};

}  // namespace curfew
