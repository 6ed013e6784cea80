#include "correlate/slot_counts.h"

#include <algorithm>
#include <utility>

#include "correlate/slot_packing.h"

namespace curfew::correlate {
namespace {

// In the first byte: both counts as far as they are below 3, and which moments are like others.
constexpr unsigned many = 3;
constexpr unsigned one_moment = 1U << 4;      // the latest is the earliest
constexpr unsigned first_earliest = 1U << 5;  // the earliest is a first attempt's
constexpr unsigned no_first = 1U << 6;
constexpr unsigned has_more = 1U << 7;  // a second byte says which of the rare counts there are
constexpr unsigned has_at_host = 1U << 0;
constexpr unsigned has_unknown = 1U << 1;
constexpr unsigned has_returned = 1U << 2;

void pack_moment(Moment moment, PackedWriter& writer) {
  writer.byte(static_cast<std::uint8_t>(moment));
  writer.byte(static_cast<std::uint8_t>(moment >> 8));
}

Moment unpack_moment(PackedReader& reader) {
  const unsigned low = reader.byte();
  return static_cast<Moment>(low | static_cast<unsigned>(reader.byte()) << 8);
}

void pack_more(const SlotCounts& counts, unsigned more, PackedWriter& writer) {
  writer.byte(static_cast<std::uint8_t>(more));
  if ((more & has_at_host) != 0) {
    writer.number(counts.first_at_host);
    pack_moment(counts.earliest_at_host, writer);
  }
  if ((more & has_unknown) != 0) {
    writer.number(counts.unknown);
    pack_moment(counts.earliest_unknown, writer);
  }
  if ((more & has_returned) != 0) writer.number(counts.returned);
}

void unpack_more(PackedReader& reader, SlotCounts& counts) {
  const unsigned more = reader.byte();
  if ((more & has_at_host) != 0) {
    counts.first_at_host = reader.number();
    counts.earliest_at_host = unpack_moment(reader);
  }
  if ((more & has_unknown) != 0) {
    counts.unknown = reader.number();
    counts.earliest_unknown = unpack_moment(reader);
  }
  if ((more & has_returned) != 0) counts.returned = reader.number();
}

template <class Slots>
void merge(SlotList& list, const Slots& series) {
  if (series.empty()) return;
  if (list.empty()) {
    list.reserve(series.size());
    for (const SlotCounts& counts : series) list.push_back(counts);
    return;
  }
  SlotList sum;
  sum.reserve(list.size() + series.size());
  auto mine = list.begin();
  for (const SlotCounts& counts : series) {
    while (mine != list.end() && mine->slot < counts.slot) sum.push_back(*mine++);
    sum.push_back(counts);
    if (mine != list.end() && mine->slot == counts.slot) sum.back() += *mine++;
  }
  sum.insert(sum.end(), mine, list.end());
  list = std::move(sum);
}

}  // namespace

SlotCounts& SlotCounts::operator+=(const SlotCounts& other) noexcept {
  first += other.first;
  retry += other.retry;
  earliest = std::min(earliest, other.earliest);
  latest = std::max(latest, other.latest);
  first_at_host += other.first_at_host;
  unknown += other.unknown;
  returned += other.returned;
  earliest_first = std::min(earliest_first, other.earliest_first);
  earliest_at_host = std::min(earliest_at_host, other.earliest_at_host);
  earliest_unknown = std::min(earliest_unknown, other.earliest_unknown);
  return *this;
}

void pack(const SlotCounts& counts, PackedWriter& writer) {
  const unsigned first = std::min(counts.first, std::uint32_t{many});
  const unsigned retry = std::min(counts.retry, std::uint32_t{many});
  unsigned head = first | retry << 2;
  if (counts.latest == counts.earliest) head |= one_moment;
  if (counts.earliest_first == counts.earliest) head |= first_earliest;
  if (counts.earliest_first == no_moment) head |= no_first;
  unsigned more = 0;
  if (counts.first_at_host != 0) more |= has_at_host;
  if (counts.unknown != 0) more |= has_unknown;
  if (counts.returned != 0) more |= has_returned;
  if (more != 0) head |= has_more;
  writer.byte(static_cast<std::uint8_t>(head));
  if (first == many) writer.number(counts.first);
  if (retry == many) writer.number(counts.retry);
  pack_moment(counts.earliest, writer);
  if ((head & one_moment) == 0) pack_moment(counts.latest, writer);
  if ((head & (first_earliest | no_first)) == 0) pack_moment(counts.earliest_first, writer);
  if (more != 0) pack_more(counts, more, writer);
}

void unpack(PackedReader& reader, SlotCounts& counts) {
  const unsigned head = reader.byte();
  counts.first = head & many;
  counts.retry = head >> 2 & many;
  if (counts.first == many) counts.first = reader.number();
  if (counts.retry == many) counts.retry = reader.number();
  counts.earliest = unpack_moment(reader);
  counts.latest = (head & one_moment) != 0 ? counts.earliest : unpack_moment(reader);
  if ((head & no_first) != 0) {
    counts.earliest_first = no_moment;
  } else {
    counts.earliest_first = (head & first_earliest) != 0 ? counts.earliest : unpack_moment(reader);
  }
  if ((head & has_more) != 0) unpack_more(reader, counts);
}

void add(SlotList& list, const SlotSeries& series) {
  merge(list, series);
}

void add(SlotList& list, const SlotList& other) {
  merge(list, other);
}

}  // namespace curfew::correlate

template class curfew::SlotSeries<curfew::correlate::SlotCounts>;
