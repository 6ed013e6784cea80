#include "store/slot_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "correlate/traffic_fields.h"

namespace curfew::store {
namespace {

using correlate::Moment;
using correlate::no_moment;
using correlate::SlotCounts;

// Behind a slot's number, in the order that StoredSlots names.
constexpr std::array stored_counts{
    &SlotCounts::first,         &SlotCounts::messages, &SlotCounts::retry,
    &SlotCounts::first_at_host, &SlotCounts::unknown,  &SlotCounts::deferred_messages,
    &SlotCounts::returned,      &SlotCounts::reused,   &SlotCounts::passed_over,
    &SlotCounts::not_contacted, &SlotCounts::expired,  &SlotCounts::released,
    &SlotCounts::longest_wait};
static_assert(stored_counts.size() + 1 == stored_numbers);

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
  std::array<std::uint64_t, stored_numbers> numbers{slot_in_day(slot.slot)};
  for (std::size_t i = 0; i < stored_counts.size(); ++i) numbers[i + 1] = slot.*stored_counts[i];
  append_array(numbers, day.counts);
  PackedWriter moments(day.moments);
  moments.number(slot.earliest == no_moment ? 0U : 1U + slot.earliest);
  if (slot.earliest == no_moment) return;
  moments.number(static_cast<std::uint32_t>(slot.latest) - slot.earliest);
  for (const Moment moment : {slot.earliest_first, slot.earliest_at_host, slot.earliest_unknown}) {
    moments.number(behind(moment, slot.earliest));
  }
}

void finish(StoredSlots& day) {
  if (!day.counts.empty()) day.counts += ']';
}

void set_counts(const std::array<std::uint64_t, stored_numbers>& numbers,
                SlotCounts& counts) noexcept {
  for (std::size_t i = 0; i < stored_counts.size(); ++i) {
    counts.*stored_counts[i] = static_cast<std::uint32_t>(numbers[i + 1]);
  }
}

void read_moments(PackedReader& reader, SlotCounts& counts) noexcept {
  const std::uint32_t earliest = reader.small();
  if (earliest == 0) return;
  counts.earliest = static_cast<Moment>(earliest - 1U);
  counts.latest = static_cast<Moment>(counts.earliest + reader.small());
  counts.earliest_first = moment_behind(reader.small(), counts.earliest);
  counts.earliest_at_host = moment_behind(reader.small(), counts.earliest);
  counts.earliest_unknown = moment_behind(reader.small(), counts.earliest);
}

std::string text_of(const std::vector<TrafficSlot>& day) {
  std::string text;
  for (const TrafficSlot& slot : day) {
    std::array<std::uint64_t, traffic_fields.size() + 1> numbers{slot_in_day(slot.slot)};
    for (std::size_t i = 0; i < traffic_fields.size(); ++i) {
      numbers[i + 1] = slot.counts.*traffic_fields[i];
    }
    append_array(numbers, text);
  }
  return text.empty() ? text : text + ']';
}

bool read_traffic(std::int32_t day, std::string_view text, std::vector<TrafficSlot>& slots) {
  ArrayReader arrays(text);
  std::array<std::uint64_t, traffic_fields.size() + 1> numbers{};
  while (arrays.next(numbers)) {
    if (numbers[0] >= static_cast<std::uint64_t>(slots_in_day)) return false;
    TrafficSlot& slot = slots.emplace_back();
    slot.slot = day * slots_in_day + static_cast<Slot>(numbers[0]);
    for (std::size_t i = 0; i < traffic_fields.size(); ++i) {
      slot.counts.*traffic_fields[i] = numbers[i + 1];
    }
  }
  return arrays.is_at_end();
}

}  // namespace curfew::store
