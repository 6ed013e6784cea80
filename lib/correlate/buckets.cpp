#include "curfew/buckets.h"

#include <algorithm>
#include <tuple>

#include "text/hash.h"

namespace curfew {
namespace {

constexpr std::size_t first_size = 1024;

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

// All three are numbers we gave out ourselves; nobody outside can choose them, so no seed is
// needed.
std::size_t hash(const BucketKey& key) noexcept {
  const std::uint64_t names =
      (static_cast<std::uint64_t>(key.remote) << 32) | static_cast<std::uint64_t>(key.code);
  const std::uint64_t slot = static_cast<std::uint32_t>(key.slot) * 0x9E3779B97F4A7C15U;
  return static_cast<std::size_t>(text::mix(names ^ slot, 0xD6E8FEB86659FD93U));
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

Buckets::Buckets() : index_(first_size) {}

std::size_t Buckets::place(const BucketKey& key) const noexcept {
  const std::size_t mask = index_.size() - 1;
  std::size_t at = hash(key) & mask;
  while (index_[at] != 0 && !(rows_[index_[at] - 1].key == key)) at = (at + 1) & mask;
  return at;
}

void Buckets::grow() {
  index_.assign(index_.size() * 2, 0);
  for (std::uint32_t i = 0; i < rows_.size(); ++i) index_[place(rows_[i].key)] = i + 1;
}

std::uint32_t Buckets::row_number(const BucketKey& key) {
  std::size_t at = place(key);
  if (index_[at] != 0) return index_[at];
  if (rows_.size() * 4 >= index_.size() * 3) {
    grow();
    at = place(key);
  }
  rows_.push_back({key, {}});
  index_[at] = static_cast<std::uint32_t>(rows_.size());
  return index_[at];
}

Bucket& Buckets::row(const BucketKey& key) {
  return rows_[row_number(key) - 1];
}

// Deliveries are most of what comes, and most go where one went in the same slot.
Bucket& Buckets::delivery_row(Name remote, Slot slot) {
  const auto index = static_cast<std::size_t>(remote);
  if (index >= newest_.size()) newest_.resize(std::max(index + 1, newest_.size() * 2));
  Newest& newest = newest_[index];
  if (newest.row == 0 || newest.slot != slot) {
    newest = {.slot = slot, .row = row_number({remote, Name::none, slot})};
  }
  return rows_[newest.row - 1];
}

void Buckets::add(const Attempt& attempt) {
  const Slot slot = slot_of(attempt.time);
  Bucket& bucket = attempt.code == Name::none ? delivery_row(attempt.remote, slot)
                                              : row({attempt.remote, attempt.code, slot});
  count(attempt, bucket.counts);
}

void Buckets::add(const Buckets& other) {
  for (const Bucket& bucket : other.rows_) {
    BucketCounts& mine = row(bucket.key).counts;
    const BucketCounts& theirs = bucket.counts;
    mine.messages += theirs.messages;
    mine.first_attempts += theirs.first_attempts;
    mine.delivered += theirs.delivered;
    mine.deferred += theirs.deferred;
    mine.bounced += theirs.bounced;
    mine.reused += theirs.reused;
    mine.not_contacted += theirs.not_contacted;
    mine.expired += theirs.expired;
  }
}

std::vector<const Bucket*> Buckets::sorted() const {
  std::vector<const Bucket*> all;
  all.reserve(rows_.size());
  for (const Bucket& bucket : rows_) all.push_back(&bucket);
  std::ranges::sort(all, {}, [](const Bucket* bucket) {
    return std::tuple(bucket->key.remote, bucket->key.code, bucket->key.slot);
  });
  return all;
}

}  // namespace curfew
