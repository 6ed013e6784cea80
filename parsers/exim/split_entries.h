#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "exim/head.h"

namespace curfew::exim {

/// An entry of which some parts have come.
struct SplitEntry {
  std::string log_host;
  std::string pid;
  Stamp stamp;             // of syslog, when the first part came
  std::string text;        // of the parts so far
  std::uint64_t line = 0;  // of the first part; 0: the place is free
  unsigned parts = 0;
  unsigned next = 0;
  bool first_line_ended = false;  // what follows is a copy of the message's header

  template <class Archive>
  void each_field(Archive& archive) {
    archive(log_host, pid, stamp, text, line, parts, next, first_line_ended);
  }
};

/// Puts entries together again that Exim handed to syslog in parts. Each process writes its parts
/// one after the other; lines of other processes may stand between them.
class SplitEntries {
 public:
  bool empty() const noexcept { return used_ == 0; }

  /// The entry that process is writing; null when it is not.
  SplitEntry* find(const Head& head) noexcept;
  /// An entry whose rest will not come: it began long before `line`, or there is no place for
  /// another one. Null when there is none.
  SplitEntry* find_lost(std::uint64_t line) noexcept;

  /// The first part. Needs: find and find_lost give null.
  void begin(const Head& head, std::uint64_t line);
  /// Takes the next part; false when it is another one than was to come.
  static bool add(SplitEntry& entry, const Head& head);
  static bool is_complete(const SplitEntry& entry) noexcept { return entry.next > entry.parts; }
  void free(SplitEntry& entry) noexcept;

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(entries_);
    if constexpr (Archive::is_reading) {
      const auto is_used = [](const SplitEntry& entry) { return entry.line != 0; };
      used_ = static_cast<std::size_t>(std::ranges::count_if(entries_, is_used));
    }
  }

 private:
  static constexpr std::size_t most = 16;
  std::array<SplitEntry, most> entries_;
  std::size_t used_ = 0;
};

}  // namespace curfew::exim
