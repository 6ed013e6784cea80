#include "store/slot_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace curfew::store {
namespace {

using correlate::Moment;
using correlate::no_moment;
using correlate::SlotCounts;

void append_number(std::uint64_t value, std::string& text) {
  std::array<char, 20> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  static_cast<void>(error);
  text.append(digits.data(), end);
}

template <std::size_t N>
void append_array(const std::array<std::uint64_t, N>& numbers, std::string& text) {
  std::size_t size = N;
  while (size > 1 && numbers[size - 1] == 0) --size;
  text += text.empty() ? "[[" : ",[";
  for (std::size_t i = 0; i < size; ++i) {
    if (i != 0) text += ',';
    append_number(numbers[i], text);
  }
  text += ']';
}

void append_packed(std::uint32_t value, std::string& bytes) {
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80U);
  bytes += static_cast<char>(value);
}

std::uint64_t slot_in_day(Slot slot) noexcept {
  return static_cast<std::uint64_t>(slot - day_of(slot) * slots_in_day);
}

// 0: none; else how far behind the earliest, and 1.
std::uint32_t behind(Moment moment, Moment earliest) noexcept {
  return moment == no_moment ? 0U : 1U + static_cast<std::uint32_t>(moment) - earliest;
}
Moment moment_behind(std::uint32_t stored, Moment earliest) noexcept {
  return stored == 0 ? no_moment : static_cast<Moment>(earliest + stored - 1U);
}

}  // namespace

void append(const SlotCounts& slot, StoredSlots& day) {
  append_array(
      std::array<std::uint64_t, stored_numbers>{
          slot_in_day(slot.slot), slot.first, slot.messages, slot.retry, slot.first_at_host,
          slot.unknown, slot.deferred_messages, slot.returned, slot.reused, slot.passed_over,
          slot.not_contacted, slot.expired, slot.released, slot.longest_wait},
      day.counts);
  std::string& bytes = day.moments;
  append_packed(slot.earliest == no_moment ? 0U : 1U + slot.earliest, bytes);
  if (slot.earliest == no_moment) return;
  append_packed(static_cast<std::uint32_t>(slot.latest) - slot.earliest, bytes);
  for (const Moment moment : {slot.earliest_first, slot.earliest_at_host, slot.earliest_unknown}) {
    append_packed(behind(moment, slot.earliest), bytes);
  }
}

void finish(StoredSlots& day) {
  if (!day.counts.empty()) day.counts += ']';
}

void set_counts(const std::array<std::uint64_t, stored_numbers>& numbers,
                SlotCounts& counts) noexcept {
  const auto small = [&](std::size_t i) { return static_cast<std::uint32_t>(numbers[i]); };
  counts.first = small(1);
  counts.messages = small(2);
  counts.retry = small(3);
  counts.first_at_host = small(4);
  counts.unknown = small(5);
  counts.deferred_messages = small(6);
  counts.returned = small(7);
  counts.reused = small(8);
  counts.passed_over = small(9);
  counts.not_contacted = small(10);
  counts.expired = small(11);
  counts.released = small(12);
  counts.longest_wait = small(13);
}

std::uint32_t MomentReader::number() noexcept {
  std::uint32_t value = 0;
  for (unsigned shift = 0; shift < 32; shift += 7) {
    if (left_.empty()) {
      overrun_ = true;
      return 0;
    }
    const auto next = static_cast<unsigned char>(left_.front());
    left_.remove_prefix(1);
    value |= static_cast<std::uint32_t>(next & 0x7FU) << shift;
    if (next < 0x80) break;
  }
  return value;
}

void MomentReader::next(SlotCounts& counts) noexcept {
  const std::uint32_t earliest = number();
  if (earliest == 0) return;
  counts.earliest = static_cast<Moment>(earliest - 1U);
  counts.latest = static_cast<Moment>(counts.earliest + number());
  counts.earliest_first = moment_behind(number(), counts.earliest);
  counts.earliest_at_host = moment_behind(number(), counts.earliest);
  counts.earliest_unknown = moment_behind(number(), counts.earliest);
}

std::string text_of(const std::vector<TrafficSlot>& day) {
  std::string text;
  for (const TrafficSlot& slot : day) {
    const Traffic& all = slot.counts;
    append_array(
        std::array<std::uint64_t, 16>{
            slot_in_day(slot.slot), all.messages, all.bytes, all.delivered, all.delivered_bytes,
            all.deferred, all.deferred_messages, all.held, all.discarded, all.bounced, all.expired,
            all.not_contacted, all.local, all.local_deferred, all.probes, all.rejected},
        text);
  }
  return text.empty() ? text : text + ']';
}

bool read_traffic(std::int32_t day, std::string_view text, std::vector<TrafficSlot>& slots) {
  ArrayReader arrays(text);
  std::array<std::uint64_t, 16> numbers{};
  while (arrays.next(numbers)) {
    if (numbers[0] >= static_cast<std::uint64_t>(slots_in_day)) return false;
    TrafficSlot& slot = slots.emplace_back();
    slot.slot = day * slots_in_day + static_cast<Slot>(numbers[0]);
    Traffic& all = slot.counts;
    std::size_t i = 1;
    for (std::uint64_t* const count :
         {&all.messages, &all.bytes, &all.delivered, &all.delivered_bytes, &all.deferred,
          &all.deferred_messages, &all.held, &all.discarded, &all.bounced, &all.expired,
          &all.not_contacted, &all.local, &all.local_deferred, &all.probes, &all.rejected}) {
      *count = numbers[i++];
    }
  }
  return arrays.is_at_end();
}

}  // namespace curfew::store
