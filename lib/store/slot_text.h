#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "correlate/slot_counts.h"
#include "correlate/slot_packing.h"
#include "curfew/tally.h"

namespace curfew::store {

/// A day's slots of one owner, as they are stored. Counts are for everybody: a JSON array with an
/// array for each slot, which begins with its number in the day (0 to 95) and ends behind the last
/// count that is not zero:
///
///     [slot, first, messages, retry, first_at_host, unknown, deferred_messages, returned, reused,
///      passed_over, not_contacted, expired, released, longest_wait]
///
/// Moments are what the library asks for beside them, packed: how far into a slot something
/// happened first or last.
struct StoredSlots {
  std::string counts;
  std::vector<std::uint8_t> moments;
};

constexpr Slot slots_in_day = 96;

/// Days of UTC since 1970.
constexpr std::int32_t day_of(Slot slot) noexcept {
  return slot >= 0 ? slot / slots_in_day : -((-slot + slots_in_day - 1) / slots_in_day);
}

/// In the order of the slots. Needs: all are of that day.
void append(const correlate::SlotCounts& counts, StoredSlots& day);
void finish(StoredSlots& day);

/// Calls `give` for each slot; false where the texts are something else, and then perhaps for some.
template <class Give>
bool each_slot(std::int32_t day, std::string_view counts, std::string_view moments, Give give);

/// All mail of a day: each array is a slot's number, then the members of Traffic in their order.
std::string text_of(const std::vector<TrafficSlot>& day);
bool read_traffic(std::int32_t day, std::string_view text, std::vector<TrafficSlot>& slots);

/// Reads numbers of such arrays.
class ArrayReader {
 public:
  explicit ArrayReader(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  /// The next array's numbers, those that are left out zero. False at the end, and where the text
  /// is something else.
  template <std::size_t N>
  bool next(std::array<std::uint64_t, N>& numbers) {
    numbers = {};
    if (!skip(first_ ? '[' : ',') || !skip('[')) return false;
    first_ = false;
    for (std::size_t i = 0; i < N; ++i) {
      if (!number(numbers[i])) return false;
      if (skip(']')) return true;
      if (!skip(',')) return false;
    }
    return false;
  }
  /// Behind the last array, and whole.
  bool is_at_end() noexcept { return skip(']') && at_ == end_; }

 private:
  bool skip(char c) noexcept {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  bool number(std::uint64_t& value) noexcept {
    const char* const begin = at_;
    for (; at_ != end_ && *at_ >= '0' && *at_ <= '9' && at_ - begin < 19; ++at_) {
      value = value * 10 + static_cast<std::uint64_t>(*at_ - '0');
    }
    return at_ != begin;
  }

  const char* at_;
  const char* end_;
  bool first_ = true;
};

/// Reads what append() wrote of a slot's moments.
void read_moments(PackedReader& reader, correlate::SlotCounts& counts) noexcept;

/// Numbers as they stand in an array, in the order that StoredSlots names.
constexpr std::size_t stored_numbers = 14;
void set_counts(const std::array<std::uint64_t, stored_numbers>& numbers,
                correlate::SlotCounts& counts) noexcept;

template <class Give>
bool each_slot(std::int32_t day, std::string_view counts, std::string_view moments, Give give) {
  ArrayReader arrays(counts);
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(moments.data());
  PackedReader times(begin, begin + moments.size());
  std::array<std::uint64_t, stored_numbers> numbers{};
  while (arrays.next(numbers)) {
    if (numbers[0] >= static_cast<std::uint64_t>(slots_in_day)) return false;
    correlate::SlotCounts slot;
    slot.slot = day * slots_in_day + static_cast<Slot>(numbers[0]);
    set_counts(numbers, slot);
    read_moments(times, slot);
    give(slot);
  }
  return arrays.is_at_end() && times.left() == 0 && !times.overrun();
}

}  // namespace curfew::store
