#include "daily/ranking.h"

#include <algorithm>
#include <utility>

namespace curfew::daily {
namespace {

using Entry = std::pair<std::string, Ranking::Counts>;

std::uint64_t weight(const Ranking::Counts& counts) noexcept {
  return counts.messages + counts.deferred + counts.bounced;
}

bool more(const Entry& a, const Entry& b) noexcept {
  if (a.second.messages != b.second.messages) return a.second.messages > b.second.messages;
  if (weight(a.second) != weight(b.second)) return weight(a.second) > weight(b.second);
  return a.first < b.first;
}

bool heavier(const Entry& a, const Entry& b) noexcept {
  if (a.second.bytes != b.second.bytes) return a.second.bytes > b.second.bytes;
  return more(a, b);
}

DailyRow row(std::string name, const Ranking::Counts& counts) {
  return {.name = std::move(name),
          .messages = counts.messages,
          .bytes = counts.bytes,
          .deferred = counts.deferred,
          .bounced = counts.bounced,
          .average_size = counts.messages == 0 ? 0 : counts.bytes / counts.messages};
}

}  // namespace

Ranking::Ranking(std::size_t most_kept) : most_kept_(std::max<std::size_t>(most_kept, 2)) {}

Ranking::Counts& Ranking::Counts::operator+=(const Counts& other) noexcept {
  messages += other.messages;
  bytes += other.bytes;
  deferred += other.deferred;
  bounced += other.bounced;
  return *this;
}

void Ranking::add(std::string_view name, const Counts& counts) {
  of(name) += counts;
  total_ += counts;
}

void Ranking::add(const Ranking& other) {
  const auto add_all = [this](const auto& entries) {
    for (const auto& [name, counts] : entries) of(name) += counts;
  };
  // Only what is given up hangs on their order.
  if (counts_.size() + other.counts_.size() <= 2 * most_kept_) {
    add_all(other.counts_);
  } else {
    add_all(other.by_name());
  }
  total_ += other.total_;
  given_up_ += other.given_up_;
  missed_ += other.missed_;
}

void Ranking::rename(const std::function<std::string(std::string_view)>& shown) {
  const auto named_otherwise = std::exchange(counts_, {});
  for (const auto& [name, counts] : named_otherwise) of(shown(name)) += counts;
}

// What comes of it must not hang on how names hash.
std::vector<Entry> Ranking::by_name() const {
  std::vector<Entry> entries(counts_.begin(), counts_.end());
  std::ranges::sort(entries, {}, &Entry::first);
  return entries;
}

Ranking::Counts& Ranking::of(std::string_view name) {
  constexpr std::size_t longest = 320;
  name = name.substr(0, longest);
  const auto found = counts_.find(name);
  if (found != counts_.end()) return found->second;
  if (counts_.size() >= 2 * most_kept_) prune();
  return counts_.emplace(std::string(name), Counts{}).first->second;
}

// The greater half of those kept by count, and what is heaviest among the rest.
void Ranking::prune() {
  std::vector<Entry> entries;
  entries.reserve(counts_.size());
  while (!counts_.empty()) {
    auto node = counts_.extract(counts_.begin());
    entries.emplace_back(std::move(node.key()), node.mapped());
  }
  const auto half = entries.begin() + static_cast<std::ptrdiff_t>(most_kept_ / 2);
  const auto end = entries.begin() + static_cast<std::ptrdiff_t>(most_kept_);
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    if (weight(a.second) != weight(b.second)) return weight(a.second) > weight(b.second);
    return a.first < b.first;
  });
  std::sort(half, entries.end(), heavier);
  std::uint64_t most = 0;
  for (auto one = end; one != entries.end(); ++one) most = std::max(most, weight(one->second));
  given_up_ += static_cast<std::uint64_t>(entries.end() - end);
  missed_ += most;
  for (auto one = entries.begin(); one != end; ++one) counts_.insert(std::move(*one));
}

DailyTable Ranking::table(std::size_t top, DailyName kind, const DailyNames& names) const {
  std::vector<Entry> entries(counts_.begin(), counts_.end());
  const std::size_t rows = top == 0 ? entries.size() : std::min(top, entries.size());
  DailyTable table;
  table.total = row({}, total_);
  table.names = entries.size();
  table.capped = given_up_ != 0;
  table.missed = missed_;
  const auto row_of = [&](const Entry& entry) {
    return row(names ? names(kind, entry.first) : entry.first, entry.second);
  };
  std::ranges::sort(entries, more);
  for (std::size_t i = 0; i < rows; ++i) table.by_count.push_back(row_of(entries[i]));
  std::ranges::sort(entries, heavier);
  for (std::size_t i = 0; i < rows && entries[i].second.bytes != 0; ++i) {
    table.by_bytes.push_back(row_of(entries[i]));
  }
  return table;
}

}  // namespace curfew::daily
