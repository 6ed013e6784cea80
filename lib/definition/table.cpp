#include "definition/table.h"

#include <algorithm>

#include "text/hash.h"

namespace curfew::definition {

Table::Table(const TableForm& form) : form_(form), seed_(text::random_seed()) {}

// Two different keys meet once in 2^64 pairs.
bool Table::hash_of(const Row& row, std::uint64_t& hash) const {
  hash = seed_;
  for (const Field field : form_.key) {
    if (row[field].empty()) return false;
    hash = text::hash(row[field], hash);
  }
  return true;
}

void Table::give_up(std::size_t at) {
  Entry& entry = entries_[at];
  places_.erase(entry.hash);
  bytes_ -= entry.text.size();
  entry.text.clear();
  entry.used = false;
}

Table::Entry& Table::entry_for(std::uint64_t hash) {
  const auto found = places_.find(hash);
  if (found != places_.end()) return entries_[found->second];
  std::size_t at = entries_.size();
  if (at < form_.most) {
    entries_.emplace_back();
  } else {
    at = oldest_;
    oldest_ = (oldest_ + 1) % entries_.size();
    if (entries_[at].used) {
      give_up(at);
      ++given_up_;
    }
  }
  Entry& entry = entries_[at];
  entry.hash = hash;
  entry.used = true;
  entry.lengths.assign(form_.fields.size(), 0);
  places_.emplace(hash, at);
  return entry;
}

// A used entry that was kept: its values are the form's.
bool Table::fits(const Entry& entry) const noexcept {
  if (entry.lengths.size() != form_.fields.size()) return false;
  std::size_t size = 0;
  for (const std::uint16_t length : entry.lengths) size += length == 0 ? 0U : length - 1U;
  return size == entry.text.size();
}

// Of entries that were kept. False where they cannot be this table's.
bool Table::find_places() {
  places_.clear();
  bytes_ = 0;
  if (entries_.size() > form_.most || (oldest_ != 0 && oldest_ >= entries_.size())) return false;
  for (std::size_t at = 0; at < entries_.size(); ++at) {
    const Entry& entry = entries_[at];
    if (!entry.used) continue;
    if (!fits(entry) || !places_.emplace(entry.hash, at).second) return false;
    bytes_ += entry.text.size();
  }
  return true;
}

void Table::store(const Row& row) {
  std::uint64_t hash = 0;
  if (!hash_of(row, hash)) return;
  Entry& entry = entry_for(hash);
  std::string text;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < form_.fields.size(); ++i) {
    std::uint16_t& length = entry.lengths[i];
    std::string_view value;
    bool has = length != 0;
    if (has) {
      value = std::string_view(entry.text).substr(begin, length - 1U);
      begin += length - 1U;
    }
    if (row.has(form_.fields[i])) {
      value = row[form_.fields[i]].substr(0, longest_value);
      has = true;
    }
    length = has ? static_cast<std::uint16_t>(value.size() + 1) : std::uint16_t{0};
    text += value;
  }
  bytes_ += text.size() - entry.text.size();
  entry.text = std::move(text);
  while (bytes_ > most_bytes) {
    const std::size_t at = oldest_;
    oldest_ = (oldest_ + 1) % entries_.size();
    if (!entries_[at].used) continue;
    give_up(at);
    ++given_up_;
  }
}

void Table::join(Row& row, Events& events) {
  std::uint64_t hash = 0;
  if (!hash_of(row, hash)) return;
  const auto found = places_.find(hash);
  if (found == places_.end()) return;
  const Entry& entry = entries_[found->second];
  std::size_t begin = 0;
  for (std::size_t i = 0; i < form_.fields.size(); ++i) {
    if (entry.lengths[i] == 0) continue;
    const std::size_t length = entry.lengths[i] - 1U;
    const Field field = form_.fields[i];
    if (!row.has(field)) {
      row.set(field, events.keep(std::string_view(entry.text).substr(begin, length)));
    }
    begin += length;
  }
}

void Table::drop(const Row& row) {
  std::uint64_t hash = 0;
  if (!hash_of(row, hash)) return;
  const auto found = places_.find(hash);
  if (found != places_.end()) give_up(found->second);
}

}  // namespace curfew::definition
