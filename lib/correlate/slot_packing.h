#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "correlate/slot_series.h"

namespace curfew {

/// Writes numbers, small ones in one byte: seven bits each, the lowest first.
class PackedWriter {
 public:
  explicit PackedWriter(std::vector<std::uint8_t>& bytes) : bytes_(bytes) {}

  void byte(std::uint8_t value) { bytes_.push_back(value); }
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80U));
    byte(static_cast<std::uint8_t>(value));
  }

 private:
  std::vector<std::uint8_t>& bytes_;
};

/// Reads what PackedWriter wrote. Behind the end there are zeros.
class PackedReader {
 public:
  PackedReader(const std::uint8_t* at, const std::uint8_t* end) : at_(at), end_(end) {}

  std::uint8_t byte() noexcept {
    if (at_ != end_) return *at_++;
    overrun_ = true;
    return 0;
  }
  std::uint64_t number() noexcept {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= static_cast<std::uint64_t>(next & 0x7FU) << shift;
      if (next < 0x80) break;
    }
    return value;
  }
  /// The same, where more would not fit.
  std::uint32_t small() noexcept { return static_cast<std::uint32_t>(number()); }
  const std::uint8_t* at() const noexcept { return at_; }
  std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - at_); }
  /// More was read than there was.
  bool overrun() const noexcept { return overrun_; }

 private:
  const std::uint8_t* at_;
  const std::uint8_t* end_;
  bool overrun_ = false;
};

// Each Record brings these two; its slot is packed for it.
//   void pack(const Record&, PackedWriter&);
//   void unpack(PackedReader&, Record&);

template <class Record>
void SlotSeries<Record>::close(const Record& record) {
  // A record takes a few bytes, and most series are short. Where one takes more, there is room
  // made as it is written.
  constexpr std::size_t roomy = 16;
  if (packed_.capacity() - packed_.size() < roomy) {
    packed_.reserve(packed_.size() + packed_.size() / 4 + roomy);
  }
  PackedWriter writer(packed_);
  // The distance of any two slots fits, and the first one's distance is from 0.
  writer.number(static_cast<std::uint32_t>(record.slot) - static_cast<std::uint32_t>(last_packed_));
  pack(record, writer);
  last_packed_ = record.slot;
  ++packed_count_;
}

template <class Record>
Record& SlotSeries<Record>::elsewhere(Slot slot) {
  const auto fresh = [slot](Record& place) -> Record& {
    place = Record{};
    place.slot = slot;
    return place;
  };
  if (open_count_ == 0) {
    open_count_ = 1;
    return fresh(open_[0]);
  }
  if (open_count_ == 1) {
    if (slot < open_[0].slot) {
      // Nothing is packed yet: what is packed pushes the second one out.
      open_[1] = open_[0];
      open_count_ = 2;
      return fresh(open_[0]);
    }
    open_count_ = 2;
    return fresh(open_[1]);
  }
  if (slot == open_[0].slot) return open_[0];
  if (slot < open_[0].slot) return late(slot);
  close(open_[0]);
  if (slot < open_[1].slot) return fresh(open_[0]);
  open_[0] = open_[1];
  return fresh(open_[1]);
}

template <class Record>
Record& SlotSeries<Record>::late(Slot slot) {
  auto place = std::ranges::lower_bound(late_, slot, {}, &Record::slot);
  if (place != late_.end() && place->slot == slot) return *place;
  // Packing all anew is worth its while for many, and many take long to be put in order.
  constexpr std::size_t most_late = 4096;
  const std::size_t most = 8 + std::min<std::size_t>(packed_count_ / 8, most_late);
  if (late_.size() >= most) {
    close_late();
    place = late_.end();
  }
  place = late_.insert(place, Record{});
  place->slot = slot;
  return *place;
}

template <class Record>
void SlotSeries<Record>::close_late() {
  SlotSeries sum;
  sum.packed_.reserve(packed_.size() + packed_.size() / 4);
  for (const Record& record : *this) {
    if (record.slot == open_[0].slot) break;
    sum.close(record);
  }
  packed_ = std::move(sum.packed_);
  packed_count_ = sum.packed_count_;
  last_packed_ = sum.last_packed_;
  late_.clear();
}

template <class Record>
void SlotSeries<Record>::add(const SlotSeries& other) {
  for (const Record& record : other) add(record);
}

template <class Record>
void SlotSeries<Record>::fold(const SlotFold& fold) {
  if (empty() || first() >= fold.before) return;
  // Slots of different weeks come by turns, which a series would take for late ones.
  std::vector<Record> all;
  for (Record record : *this) {
    record.slot = fold.of(record.slot);
    all.push_back(record);
  }
  std::ranges::stable_sort(all, {}, &Record::slot);
  SlotSeries sum;
  for (const Record& record : all) sum.add(record);
  sum.packed_.shrink_to_fit();
  *this = std::move(sum);
}

template <class Record>
std::size_t SlotSeries<Record>::size() const {
  if (late_.empty()) return std::size_t{packed_count_} + open_count_;
  std::size_t count = 0;
  for (auto place = begin(); place != end(); ++place) ++count;
  return count;
}

template <class Record>
SlotSeries<Record>::Iterator::Iterator(const SlotSeries& series) : series_(&series) {
  if (!series.late_.empty()) has_packed_ = read_packed(packed_);
  advance();
}

// The one behind `record`, in its place; false at the end.
template <class Record>
bool SlotSeries<Record>::Iterator::read_packed(Record& record) {
  if (byte_ == series_->packed_.size()) return false;
  const std::uint8_t* begin = series_->packed_.data();
  PackedReader reader(begin + byte_, begin + series_->packed_.size());
  const Slot slot = static_cast<Slot>(static_cast<std::uint32_t>(record.slot) + reader.small());
  record = Record{};
  record.slot = slot;
  unpack(reader, record);
  byte_ = static_cast<std::size_t>(reader.at() - begin);
  return true;
}

template <class Record>
bool SlotSeries<Record>::Iterator::merge_late() {
  const bool has_late = late_ < series_->late_.size();
  if (!has_late && !has_packed_) return false;
  const bool takes_late = has_late && (!has_packed_ || series_->late_[late_].slot <= packed_.slot);
  const bool takes_packed =
      has_packed_ && (!takes_late || series_->late_[late_].slot == packed_.slot);
  record_ = takes_late ? series_->late_[late_++] : packed_;
  if (!takes_packed) return true;
  if (takes_late) record_ += packed_;
  has_packed_ = read_packed(packed_);
  return true;
}

template <class Record>
void SlotSeries<Record>::Iterator::advance() {
  // Nearly no series has late ones, and what is packed need not be held for them then.
  if (series_->late_.empty() ? read_packed(record_) : merge_late()) return;
  if (open_ < series_->open_count_) {
    record_ = series_->open_[open_++];
    return;
  }
  series_ = nullptr;
}

}  // namespace curfew
