#include "curfew/buckets.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "correlate/by_name.h"
#include "correlate/prefetch.h"
#include "correlate/remote_code.h"
#include "correlate/slot_packing.h"

namespace curfew {
namespace {

void count(const Attempt& attempt, BucketCounts& counts) noexcept {
  counts.messages += attempt.new_message ? 1U : 0U;
  counts.first_attempts += attempt.first ? 1U : 0U;
  counts.expired += attempt.outcome == Outcome::expired ? 1U : 0U;
  if (attempt.contacted == Contacted::no) {
    counts.not_contacted += attempt.outcome == Outcome::deferred ? 1U : 0U;
    return;
  }
  if (!attempt.counts) return;
  switch (attempt.outcome) {
    case Outcome::delivered:
      ++counts.delivered;
      counts.reused += attempt.reused ? 1U : 0U;
      break;
    case Outcome::deferred:
      ++counts.deferred;
      break;
    case Outcome::bounced:
      ++counts.bounced;
      break;
    default:
      break;
  }
}

BucketCounts& operator+=(BucketCounts& mine, const BucketCounts& theirs) noexcept {
  mine.messages += theirs.messages;
  mine.first_attempts += theirs.first_attempts;
  mine.delivered += theirs.delivered;
  mine.deferred += theirs.deferred;
  mine.bounced += theirs.bounced;
  mine.reused += theirs.reused;
  mine.not_contacted += theirs.not_contacted;
  mine.expired += theirs.expired;
  return mine;
}

constexpr std::array<std::uint32_t BucketCounts::*, 8> fields{
    &BucketCounts::messages,      &BucketCounts::first_attempts, &BucketCounts::delivered,
    &BucketCounts::deferred,      &BucketCounts::bounced,        &BucketCounts::reused,
    &BucketCounts::not_contacted, &BucketCounts::expired};

}  // namespace

// Which of the eight there are, and these.
void pack(const Bucket& bucket, PackedWriter& writer) {
  unsigned present = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    present |= bucket.counts.*fields[i] != 0 ? 1U << i : 0U;
  }
  writer.byte(static_cast<std::uint8_t>(present));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if ((present >> i & 1U) != 0) writer.number(bucket.counts.*fields[i]);
  }
}

void unpack(PackedReader& reader, Bucket& bucket) {
  const unsigned present = reader.byte();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if ((present >> i & 1U) != 0) bucket.counts.*fields[i] = reader.number();
  }
}

template class SlotSeries<Bucket>;

Bucket& Bucket::operator+=(const Bucket& other) noexcept {
  counts += other.counts;
  return *this;
}

Tally& Tally::operator+=(const Tally& other) noexcept {
  messages += other.messages;
  first_attempts += other.first_attempts;
  delivered += other.delivered;
  deferred += other.deferred;
  bounced += other.bounced;
  reused += other.reused;
  not_contacted += other.not_contacted;
  expired += other.expired;
  return *this;
}

Tally& Tally::operator+=(const BucketCounts& counts) noexcept {
  return *this += Tally{.messages = counts.messages,
                        .first_attempts = counts.first_attempts,
                        .delivered = counts.delivered,
                        .deferred = counts.deferred,
                        .bounced = counts.bounced,
                        .reused = counts.reused,
                        .not_contacted = counts.not_contacted,
                        .expired = counts.expired};
}

BucketSeries& Buckets::series(Name remote, Name code) {
  const auto fresh = [&]() -> BucketSeries& {
    return all_.emplace_back(BucketSeries{.remote = remote, .code = code, .buckets = {}});
  };
  if (code == Name::none) {
    std::uint32_t& place = correlate::at(deliveries_, remote);
    if (place != 0) return all_[place - 1];
    place = static_cast<std::uint32_t>(all_.size()) + 1;
    return fresh();
  }
  const auto [place, is_new] = refusals_.try_emplace(correlate::remote_code(remote, code),
                                                     static_cast<std::uint32_t>(all_.size()));
  return is_new ? fresh() : all_[place->second];
}

// Refusals are rare, and found by way of a table that cannot be asked for in advance.
void Buckets::expect(Name remote, Name code) const noexcept {
  const auto index = static_cast<std::size_t>(remote);
  if (code != Name::none || index >= deliveries_.size()) return;
  correlate::prefetch(&deliveries_[index], sizeof deliveries_[index]);
}

void Buckets::expect_counts(Name remote, Name code) const noexcept {
  const auto index = static_cast<std::size_t>(remote);
  if (code != Name::none || index >= deliveries_.size() || deliveries_[index] == 0) return;
  correlate::prefetch(&all_[deliveries_[index] - 1], sizeof(BucketSeries));
}

void Buckets::add(const Attempt& attempt) {
  count(attempt, series(attempt.remote, attempt.code).buckets.at(slot_of(attempt.time)).counts);
  if (budget_.is_due()) keep_budget();
}

void Buckets::keep_budget() {
  Slot newest = std::numeric_limits<Slot>::min();
  for (const BucketSeries& one : all_) newest = std::max(newest, one.buckets.last());
  budget_.keep(
      newest, [this] { return size(); },
      [this](const SlotFold& fold) {
        for (BucketSeries& one : all_) one.buckets.fold(fold);
      });
}

void Buckets::add(const Buckets& other) {
  for (const BucketSeries* theirs : other.sorted()) {
    series(theirs->remote, theirs->code).buckets.add(theirs->buckets);
  }
  if (!all_.empty()) keep_budget();
}

std::size_t Buckets::size() const noexcept {
  std::size_t count = 0;
  for (const BucketSeries& one : all_) count += one.buckets.size();
  return count;
}

std::vector<const BucketSeries*> Buckets::sorted() const {
  std::vector<const BucketSeries*> all;
  for (const BucketSeries& one : all_) all.push_back(&one);
  std::ranges::sort(all, {},
                    [](const BucketSeries* one) { return std::pair(one->remote, one->code); });
  return all;
}

}  // namespace curfew
