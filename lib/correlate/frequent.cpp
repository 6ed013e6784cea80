#include "correlate/frequent.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "text/hash.h"

namespace curfew::correlate {
namespace {

// Those that are given up never come back, so that what is kept is counted in full.
template <class Entry>
void keep_least_hashes(std::vector<Entry>& entries) {
  if (entries.size() <= Refused::most_in_sum) return;
  std::ranges::sort(entries, {}, &Entry::hash);
  entries.resize(Refused::most_in_sum);
}

}  // namespace

std::uint64_t word_hash(std::string_view word) noexcept {
  // Whoever makes words collide joins two counters of a sketch, no more: the seed may be known.
  return text::hash(word, 0x5DEECE66D1CE4E5BU);
}

FrequentWord& Refused::add(std::uint64_t hash, bool first) {
  auto place = std::ranges::find(words_, hash, &FrequentWord::hash);
  if (place == words_.end()) {
    if (words_.size() < most) {
      if (words_.size() == words_.capacity()) words_.reserve(words_.size() + 4);
      place = words_.insert(words_.end(), FrequentWord{.hash = hash});
    } else {
      place = std::ranges::min_element(
          words_, {}, [](const FrequentWord& one) { return std::pair(one.count(), one.hash); });
      place->hash = hash;
      place->word = Name::none;
    }
  }
  ++(first ? place->first : place->retry);
  return *place;
}

void Refused::add(const Refused& other) {
  for (const FrequentWord& theirs : other.words_) {
    const auto mine = std::ranges::find(words_, theirs.hash, &FrequentWord::hash);
    if (mine == words_.end()) {
      words_.push_back(theirs);
      continue;
    }
    mine->first += theirs.first;
    mine->retry += theirs.retry;
    if (mine->word == Name::none) mine->word = theirs.word;
  }
  keep_least_hashes(words_);
}

Accepted::Entry* Accepted::find(std::uint64_t hash) noexcept {
  const auto place = std::ranges::find(entries_, hash, &Entry::hash);
  return place == entries_.end() ? nullptr : &*place;
}

// A place of its own, or that of the rarest; null when all others are rather kept.
Accepted::Entry* Accepted::place_for(std::uint64_t hash, bool refused) {
  if (entries_.size() < most) {
    if (entries_.size() == entries_.capacity()) {
      entries_.reserve(std::min(entries_.size() + entries_.size() / 2 + 2, most));
    }
    return &entries_.emplace_back(Entry{.hash = hash});
  }
  // Refused ones last, then by count, then by hash.
  Entry* rarest = &entries_.front();
  std::uint64_t least = rarest->rank();
  for (Entry& one : entries_) {
    const std::uint64_t rank = one.rank();
    if (rank > least || (rank == least && one.hash >= rarest->hash)) continue;
    rarest = &one;
    least = rank;
  }
  if (rarest->refused != 0 && !refused) return nullptr;
  *rarest = Entry{.hash = hash};
  return rarest;
}

void Accepted::add(std::uint64_t hash, bool first) {
  mark(hash);
  Entry* entry = find(hash);
  if (entry == nullptr) entry = place_for(hash, false);
  if (entry == nullptr) return;
  if (first) {
    ++entry->first;
  } else {
    entry->retry = (entry->retry + 1U) & 0x7FFFFFFFU;
  }
}

void Accepted::refused(std::uint64_t hash) {
  mark(hash);
  Entry* entry = find(hash);
  if (entry == nullptr) entry = place_for(hash, true);
  if (entry != nullptr) entry->refused = 1;
}

void Accepted::add(const Accepted& other) {
  for (std::size_t i = 0; i < seen_.size(); ++i) seen_[i] |= other.seen_[i];
  for (const Entry& theirs : other.entries_) {
    Entry* mine = find(theirs.hash);
    if (mine == nullptr) {
      entries_.push_back(theirs);
      continue;
    }
    mine->first += theirs.first;
    mine->retry = (mine->retry + theirs.retry) & 0x7FFFFFFFU;
    mine->refused |= theirs.refused;
  }
  keep_least_hashes(entries_);
}

std::pair<std::uint32_t, std::uint32_t> Accepted::of(std::uint64_t hash) const noexcept {
  const auto place = std::ranges::find(entries_, hash, &Entry::hash);
  if (place == entries_.end()) return {0, 0};
  return {place->first, place->retry};
}

double Accepted::distinct() const {
  std::size_t seen = 0;
  for (const std::uint64_t one : seen_) seen += static_cast<std::size_t>(std::popcount(one));
  const auto unseen = static_cast<double>(marks - seen);
  return -static_cast<double>(marks) * std::log(std::max(unseen, 0.5) / static_cast<double>(marks));
}

}  // namespace curfew::correlate
