#include "correlate/slot_counts.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "correlate/slot_packing.h"

namespace curfew::correlate {
namespace {

// In the first byte: both counts as far as they are below 3, and what is like something else.
constexpr unsigned many = 3;
constexpr unsigned one_moment = 1U << 4;          // the latest is the earliest
constexpr unsigned first_earliest = 1U << 5;      // the earliest is a first attempt's
constexpr unsigned messages_are_first = 1U << 6;  // as many messages as first attempts
constexpr unsigned has_more = 1U << 7;  // a number says which of the rare counts there are

// Their places are bits of that number.
constexpr std::array<std::uint32_t SlotCounts::*, 10> rare{
    &SlotCounts::first_at_host, &SlotCounts::unknown,           &SlotCounts::returned,
    &SlotCounts::reused,        &SlotCounts::deferred_messages, &SlotCounts::not_contacted,
    &SlotCounts::expired,       &SlotCounts::passed_over,       &SlotCounts::released,
    &SlotCounts::longest_wait};

unsigned rare_of(const SlotCounts& counts) noexcept {
  unsigned there = 0;
  for (std::size_t i = 0; i < rare.size(); ++i) there |= counts.*rare[i] != 0 ? 1U << i : 0U;
  return there;
}

void pack_moment(Moment moment, PackedWriter& writer) {
  writer.byte(static_cast<std::uint8_t>(moment));
  writer.byte(static_cast<std::uint8_t>(moment >> 8));
}

Moment unpack_moment(PackedReader& reader) {
  const unsigned low = reader.byte();
  return static_cast<Moment>(low | static_cast<unsigned>(reader.byte()) << 8);
}

// Two stretches of slots behind the list, those of both added.
void append_merged(std::span<const SlotCounts> one, std::span<const SlotCounts> other,
                   SlotList& list) {
  auto next = other.begin();
  for (const SlotCounts& counts : one) {
    while (next != other.end() && next->slot < counts.slot) list.push_back(*next++);
    list.push_back(counts);
    if (next != other.end() && next->slot == counts.slot) list.back() += *next++;
  }
  list.insert(list.end(), next, other.end());
}

}  // namespace

SlotCounts& SlotCounts::operator+=(const SlotCounts& other) noexcept {
  const std::uint32_t longest = std::max(longest_wait, other.longest_wait);
  first += other.first;
  retry += other.retry;
  messages += other.messages;
  for (const auto field : rare) this->*field += other.*field;
  longest_wait = longest;
  earliest = std::min(earliest, other.earliest);
  latest = std::max(latest, other.latest);
  earliest_first = std::min(earliest_first, other.earliest_first);
  earliest_at_host = std::min(earliest_at_host, other.earliest_at_host);
  earliest_unknown = std::min(earliest_unknown, other.earliest_unknown);
  return *this;
}

void pack(const SlotCounts& counts, PackedWriter& writer) {
  const unsigned first = std::min(counts.first, std::uint32_t{many});
  const unsigned retry = std::min(counts.retry, std::uint32_t{many});
  const unsigned more = rare_of(counts);
  unsigned head = first | retry << 2;
  if (counts.latest == counts.earliest) head |= one_moment;
  if (counts.earliest_first == counts.earliest) head |= first_earliest;
  if (counts.messages == counts.first) head |= messages_are_first;
  if (more != 0) head |= has_more;
  writer.byte(static_cast<std::uint8_t>(head));
  if (more != 0) writer.number(more);
  if (first == many) writer.number(counts.first);
  if (retry == many) writer.number(counts.retry);
  if (counts.messages != counts.first) writer.number(counts.messages);
  for (std::size_t i = 0; i < rare.size(); ++i) {
    if ((more >> i & 1U) != 0) writer.number(counts.*rare[i]);
  }
  if (counts.count() == 0) return;
  pack_moment(counts.earliest, writer);
  if ((head & one_moment) == 0) pack_moment(counts.latest, writer);
  if (first != 0 && (head & first_earliest) == 0) pack_moment(counts.earliest_first, writer);
  if (counts.first_at_host != 0) pack_moment(counts.earliest_at_host, writer);
  if (counts.unknown != 0) pack_moment(counts.earliest_unknown, writer);
}

void unpack(PackedReader& reader, SlotCounts& counts) {
  const unsigned head = reader.byte();
  const std::uint64_t more = (head & has_more) != 0 ? reader.number() : 0;
  counts.first = head & many;
  counts.retry = head >> 2 & many;
  if (counts.first == many) counts.first = reader.small();
  if (counts.retry == many) counts.retry = reader.small();
  counts.messages = (head & messages_are_first) != 0 ? counts.first : reader.small();
  for (std::size_t i = 0; i < rare.size() && more >> i != 0; ++i) {
    if ((more >> i & 1U) != 0) counts.*rare[i] = reader.small();
  }
  if (counts.count() == 0) return;
  counts.earliest = unpack_moment(reader);
  counts.latest = (head & one_moment) != 0 ? counts.earliest : unpack_moment(reader);
  if (counts.first != 0) {
    counts.earliest_first = (head & first_earliest) != 0 ? counts.earliest : unpack_moment(reader);
  }
  if (counts.first_at_host != 0) counts.earliest_at_host = unpack_moment(reader);
  if (counts.unknown != 0) counts.earliest_unknown = unpack_moment(reader);
}

void SlotSum::add(const SlotSeries& series) {
  slots_.reserve(slots_.size() + series.size());
  for (const SlotCounts& counts : series) slots_.push_back(counts);
  end_run();
}

void SlotSum::add(const SlotList& list) {
  slots_.insert(slots_.end(), list.begin(), list.end());
  end_run();
}

void SlotSum::end_run() {
  const std::size_t begin = runs_.empty() ? 0 : runs_.back();
  if (slots_.size() != begin) runs_.push_back(slots_.size());
}

void SlotSum::clear() noexcept {
  slots_.clear();
  runs_.clear();
}

// Neighbors by neighbors: a remote with many hosts would else be copied as often as it has hosts.
void SlotSum::merge_runs() {
  merged_.clear();
  merged_.reserve(slots_.size());
  merged_runs_.clear();
  const std::span<const SlotCounts> all = slots_;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < runs_.size(); i += 2) {
    const std::size_t middle = runs_[i];
    const std::size_t end = i + 1 < runs_.size() ? runs_[i + 1] : middle;
    append_merged(all.subspan(begin, middle - begin), all.subspan(middle, end - middle), merged_);
    merged_runs_.push_back(merged_.size());
    begin = end;
  }
  std::swap(slots_, merged_);
  std::swap(runs_, merged_runs_);
}

const SlotList& SlotSum::slots() {
  while (runs_.size() > 1) merge_runs();
  return slots_;
}

BucketCounts bucket_of(const SlotCounts& counts, bool refused) noexcept {
  const auto contacts = static_cast<std::uint32_t>(counts.count());
  return {.messages = counts.messages,
          .first_attempts = counts.first - counts.passed_over,
          .delivered = refused ? 0 : contacts,
          .deferred = refused ? contacts - counts.returned : 0,
          .bounced = refused ? counts.returned : 0,
          .reused = counts.reused,
          .not_contacted = counts.not_contacted,
          .expired = counts.expired};
}

}  // namespace curfew::correlate

template class curfew::SlotSeries<curfew::correlate::SlotCounts>;
