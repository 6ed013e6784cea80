#pragma once

// Logs that are followed as they grow, and found again by what they hold: renamed, packed or copied
// by a rotation, also after the program was started anew. One thread at a time. What is wrong with
// a file is no exception but stands in failures(), and the others are followed.
//
//     curfew::LogFiles files({"/var/log/mail.log"});
//     std::vector<char> room(64 * 1024);
//     for (curfew::LogChange& change : files.look()) {
//       if (change.bytes == nullptr) continue;
//       while (change.bytes->read(room) != 0) {
//       }
//       files.take(change.log, change.bytes->position());
//     }

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "curfew/error.h"
#include "curfew/export.h"
#include "curfew/input.h"
#include "curfew/time.h"

namespace curfew {

/// How far a log was read, and what it is known by. A plain value, to be kept by a program: numbers
/// mean the same in each run on one machine. Sizes are of unpacked bytes.
struct LogPosition {
  static constexpr std::size_t most_head = 1024;
  static constexpr std::size_t most_tail = 256;

  std::string path;  ///< where it was seen last
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint32_t head_size = 0;  ///< bytes of the front that were hashed: min(offset, most_head)
  std::uint64_t head_hash = 0;
  std::uint64_t offset = 0;     ///< bytes that were taken
  std::uint64_t tail_hash = 0;  ///< of the last min(offset, most_tail) bytes that were taken
  /// Of a packed file that was taken to its end: its size as it is stored. Else 0.
  std::uint64_t stored_size = 0;

  friend bool operator==(const LogPosition&, const LogPosition&) = default;
};

/// New bytes of a log: what was there when look() looked, from the position on. Bytes of a packed
/// log come unpacked, UTF-16 as it is. A line may be unfinished at the end.
class CURFEW_API LogBytes : public Source {
 public:
  /// Behind what was read so far. Any of them may be taken, also in the middle.
  virtual LogPosition position() const = 0;
};

/// What became of a log since the last look. Where several things happened, the last of these.
enum class LogChangeKind : std::uint8_t {
  grew,       ///< bytes were appended, or some are left from an earlier look
  appeared,   ///< not seen before
  renamed,    ///< its bytes stand under another name: it was rotated, or copied and emptied
  packed,     ///< the same, and compressed
  returned,   ///< it had vanished, or was emptied, and is there again
  truncated,  ///< bytes that stood in its file do not any more, and there is no copy
  vanished,   ///< no file holds it any more
};

CURFEW_API const char* name(LogChangeKind kind) noexcept;

/// Something new about one log.
struct LogChange {
  std::uint64_t log = 0;  ///< its number; the same for as long as it is known
  LogChangeKind kind = LogChangeKind::grew;
  std::string series;    ///< the log it is a part of: "/var/log/mail.log"; see log_series()
  std::string path;      ///< where it is now; of one that is gone, where it was
  std::string earlier;   ///< where it was before, when it was renamed, packed or returned
  LogPosition position;  ///< where `bytes` begin, and where it is now; to be kept when it moved
  std::unique_ptr<LogBytes> bytes;  ///< null where nothing is new
  std::uint64_t size = 0;           ///< of `bytes`; of packed ones, as they are stored
  /// Bytes may have been written and removed before they could be read.
  bool may_have_lost = false;
};

struct FollowOptions {
  bool below = false;                    ///< as for inputs_at()
  std::vector<RepeatingLogs> repeating;  ///< as for inputs_at()
};

/// The log that a file is a part of, by its name: mail.log for mail.log.1, mail.log.2.gz,
/// mail.log-20261129 and mail-20261129.log; mainlog for mainlog.01.
CURFEW_API std::string log_series(const std::string& path);

/// Follows files. Regular ones alone: a pipe or a device that is named throws Error (bad_value).
///
/// A log is known by the hash of its front and of the bytes before the position, never by its inode
/// or name alone, so that neither a new file with an old inode nor a copy is taken for what it is
/// not. What is a copy of a log that is followed (or of its front) is not read.
///
/// Two changes are seen as one when they happen between two looks; what was written and removed
/// between two looks is never seen.
class CURFEW_API LogFiles {
 public:
  /// As many changes with bytes are told in one look; each holds an open file.
  static constexpr std::size_t most_in_a_look = 64;
  /// As many logs that are gone are remembered, the last ones.
  static constexpr std::size_t most_gone = 4096;

  /// Paths as for inputs_at(), but "-". A file stands for its rotated parts beside it, too, unless
  /// it is such a part itself; it need not exist yet, see missing(). A link that is named is
  /// followed.
  explicit LogFiles(std::vector<std::string> paths, FollowOptions options = {});
  ~LogFiles();
  LogFiles(LogFiles&&) noexcept;
  LogFiles& operator=(LogFiles&&) noexcept;

  /// A log that an earlier run took bytes of, under its number then (not 0). Before the first look.
  void know(std::uint64_t log, LogPosition position);
  /// What is new: series by series, in each the oldest part first. The same bytes are told again
  /// until they are taken. Throws std::bad_alloc alone.
  std::vector<LogChange> look();
  /// From now on the log is read from there. Nothing for a number that is not known.
  void take(std::uint64_t log, LogPosition position);
  /// Of each log that is known: its number and what was taken of it.
  std::vector<std::pair<std::uint64_t, LogPosition>> positions() const;

  /// Of the paths that were given, those that the last look did not find; at first, all.
  const std::vector<std::string>& missing() const noexcept;
  /// What the last look could not look into, each told once.
  const std::vector<Error>& failures() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The records of this machine's journal as they come, a line each, as of system_journal().
class CURFEW_API JournalBytes : public Source {
 public:
  /// Of the last record that was given whole, to go on behind it in another run; empty: none yet.
  virtual std::string cursor() const = 0;
};

/// read() gives 0 when there is nothing now, and more once there is. From behind the record of
/// `cursor` on; where that is empty or gone, from `since` on. Throws Error (compressed) where this
/// build does not read journals, (unreadable) where there is none.
CURFEW_API std::unique_ptr<JournalBytes> followed_journal(
    const std::string& cursor = {}, std::optional<Instant> since = std::nullopt,
    std::vector<std::string> programs = {});

}  // namespace curfew
