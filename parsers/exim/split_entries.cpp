#include "exim/split_entries.h"

#include <algorithm>

namespace curfew::exim {
namespace {

// Exim's buffer for an entry holds 8 KiB (log.c); twice that is beyond any.
constexpr std::size_t longest_entry = 16 * 1024;
constexpr std::uint64_t most_lines_between = 200;

void append(SplitEntry& entry, const SyslogPart& part) {
  if (!entry.first_line_ended) {
    entry.text += part.text.substr(0, longest_entry - std::min(longest_entry, entry.text.size()));
  }
  entry.first_line_ended = entry.first_line_ended || part.ends_line;
  entry.next = part.number + 1;
}

}  // namespace

SplitEntry* SplitEntries::find(const Head& head) noexcept {
  const auto found = std::ranges::find_if(entries_, [&head](const SplitEntry& entry) {
    return entry.line != 0 && entry.pid == head.pid && entry.log_host == head.log_host;
  });
  return found == entries_.end() ? nullptr : &*found;
}

SplitEntry* SplitEntries::find_lost(std::uint64_t line) noexcept {
  SplitEntry* oldest = nullptr;
  for (SplitEntry& entry : entries_) {
    if (entry.line != 0 && (oldest == nullptr || entry.line < oldest->line)) oldest = &entry;
  }
  if (oldest == nullptr) return nullptr;
  const bool lost = used_ == most || line - oldest->line > most_lines_between;
  return lost ? oldest : nullptr;
}

void SplitEntries::begin(const Head& head, std::uint64_t line) {
  SplitEntry& entry = *std::ranges::find(entries_, 0U, &SplitEntry::line);
  entry.log_host = head.log_host;
  entry.pid = head.pid;
  entry.stamp = head.syslog_stamp;
  entry.text.clear();
  entry.line = line;
  entry.parts = head.part.of;
  entry.first_line_ended = false;
  append(entry, head.part);
  ++used_;
}

bool SplitEntries::add(SplitEntry& entry, const Head& head) {
  if (head.part.number != entry.next || head.part.of != entry.parts) return false;
  append(entry, head.part);
  return true;
}

void SplitEntries::free(SplitEntry& entry) noexcept {
  entry.line = 0;
  --used_;
}

}  // namespace curfew::exim
