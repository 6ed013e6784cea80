#include "curfew/buckets.h"

#include <algorithm>
#include <utility>

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

// The slot's counts. A log runs forward: the slot is nearly always the newest or a new one.
BucketCounts& at(std::vector<Bucket>& buckets, Slot slot) {
  if (!buckets.empty() && buckets.back().slot == slot) return buckets.back().counts;
  if (buckets.empty() || buckets.back().slot < slot) {
    return buckets.emplace_back(Bucket{.slot = slot, .counts = {}}).counts;
  }
  const auto place = std::ranges::lower_bound(buckets, slot, {}, &Bucket::slot);
  if (place->slot == slot) return place->counts;
  return buckets.insert(place, Bucket{.slot = slot, .counts = {}})->counts;
}

}  // namespace

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
  if (code == Name::none) {
    const auto index = static_cast<std::size_t>(remote);
    if (index >= deliveries_.size()) {
      deliveries_.resize(std::max(index + 1, deliveries_.size() * 2));
    }
    deliveries_[index].remote = remote;
    return deliveries_[index];
  }
  const std::uint64_t pair =
      (static_cast<std::uint64_t>(remote) << 32) | static_cast<std::uint64_t>(code);
  BucketSeries& refusals = refusals_[pair];
  refusals.remote = remote;
  refusals.code = code;
  return refusals;
}

void Buckets::add(const Attempt& attempt) {
  count(attempt, at(series(attempt.remote, attempt.code).buckets, slot_of(attempt.time)));
}

void Buckets::add(const Buckets& other) {
  for (const BucketSeries* theirs : other.sorted()) {
    std::vector<Bucket>& mine = series(theirs->remote, theirs->code).buckets;
    for (const Bucket& bucket : theirs->buckets) at(mine, bucket.slot) += bucket.counts;
  }
}

std::size_t Buckets::size() const noexcept {
  std::size_t count = 0;
  for (const BucketSeries& one : deliveries_) count += one.buckets.size();
  for (const auto& entry : refusals_) count += entry.second.buckets.size();
  return count;
}

std::vector<const BucketSeries*> Buckets::sorted() const {
  std::vector<const BucketSeries*> all;
  for (const BucketSeries& one : deliveries_) {
    if (!one.buckets.empty()) all.push_back(&one);
  }
  for (const auto& entry : refusals_) all.push_back(&entry.second);
  std::ranges::sort(all, {},
                    [](const BucketSeries* one) { return std::pair(one->remote, one->code); });
  return all;
}

}  // namespace curfew
