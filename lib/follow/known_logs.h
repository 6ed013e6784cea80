#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "curfew/follow.h"
#include "follow/found_file.h"

namespace curfew::follow {

using FileTime = std::pair<std::int64_t, std::int64_t>;

// What a file looks like from outside.
struct Look {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  FileTime written;

  friend bool operator==(const Look&, const Look&) = default;
};

inline Look look_of(const FoundFile& file) {
  return {.device = file.status().st_dev,
          .inode = file.status().st_ino,
          .size = file.stored_size(),
          .written = {file.status().st_mtim.tv_sec, file.status().st_mtim.tv_nsec}};
}

using FileId = std::pair<std::uint64_t, std::uint64_t>;  // device and inode

inline FileId id_of(const FoundFile& file) {
  return {file.status().st_dev, file.status().st_ino};
}

/// A log that is known: how far it was read, and where it is.
struct KnownLog {
  std::uint64_t number = 0;
  LogPosition position;
  std::string series;
  std::string head = {};  // as far as it was looked at in this run
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  bool is_here = true;
  bool is_packed = false;
  bool is_short = false;            // its file is a copy that lacks the last bytes that were taken
  std::optional<Look> proved = {};  // its file, once it was known to be this log and will stay so
  std::optional<LogChangeKind> news = {};
  std::string earlier = {};
  bool may_have_lost = false;
  std::uint64_t gone_since = 0;  // in which look

  FoundFile* file = nullptr;  // in this look
};

/// Tells which of the files that were found is which of the logs that are known.
class KnownLogs {
 public:
  void know(std::uint64_t number, LogPosition position);
  KnownLog* find(std::uint64_t number);
  std::map<std::uint64_t, KnownLog>& all() noexcept { return logs_; }
  const std::map<std::uint64_t, KnownLog>& all() const noexcept { return logs_; }

  /// The log that such a file surely still is, with nothing new in it; null: it has to be opened.
  KnownLog* unchanged(const FoundFile& file);
  /// The files of one look, opened where they are not unchanged. What is neither a known log nor a
  /// copy of one becomes a new log; each log that was found points to its file, until the next
  /// match.
  void match(std::vector<FoundFile>& files);
  /// Those that are gone, but for the last ones.
  void forget_long_gone();

 private:
  void join(FoundFile& file, KnownLog& log);
  void match_inodes();
  void match_contents();
  void match_shorter();
  void match_new();
  bool is_copy(FoundFile& file);
  void tell_gone();
  void tell_where(KnownLog& log);

  std::map<std::uint64_t, KnownLog> logs_;
  std::uint64_t last_number_ = 0;
  std::uint64_t looks_ = 0;
  std::vector<FoundFile>* files_ = nullptr;  // of this look
  // Copies: whether they were longer than the log when they were first seen.
  std::map<FileId, bool> copies_;
  std::map<FileId, bool> copies_before_;
};

}  // namespace curfew::follow
