#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "follow/open_log.h"
#include "follow/part_name.h"

namespace curfew::follow {

/// What unpacking a packed file showed, for as long as it does not change.
struct PackedFacts {
  std::uint64_t size = 0;                          ///< unpacked
  std::map<std::uint64_t, std::uint64_t> tails{};  ///< offset, hash of the bytes before it
  bool is_whole = true;                            ///< else it breaks off, or is damaged
};

/// How the bytes of a file agree with a position.
enum class Fit : std::uint8_t {
  none,     ///< it begins otherwise
  behind,   ///< all that was taken is there
  shorter,  ///< it ends before the position
  differs   ///< it begins alike, and is another one before the position
};

/// A file that may be a log: where it stands and what it holds. Opened when it is looked into.
class FoundFile {
 public:
  FoundFile(std::string path, bool is_link_followed, const struct ::stat& status);

  const std::string& path() const noexcept { return path_; }
  const PartName& part() const noexcept { return part_; }
  const struct ::stat& status() const noexcept { return status_; }
  bool is_link_followed() const noexcept { return is_link_followed_; }
  std::uint64_t stored_size() const noexcept { return static_cast<std::uint64_t>(status_.st_size); }
  bool is(std::uint64_t device, std::uint64_t inode) const noexcept {
    return status_.st_dev == device && status_.st_ino == inode;
  }

  /// False where another file stands in its place by now. Throws Error (unreadable).
  bool open();
  const std::shared_ptr<const OpenLog>& log() const noexcept { return log_; }
  void close() noexcept { log_.reset(); }

  // The rest needs open().
  bool is_packed();
  bool is_journal();
  /// Of a packed file: it breaks off and was written to just now, so that it will be longer.
  bool is_being_packed();
  /// The first bytes, at most LogPosition::most_head.
  const std::string& head();
  /// Unpacked.
  std::uint64_t size();
  /// `head`: the bytes that position.head_hash was made of, where they are known.
  Fit fit(const LogPosition& position, const std::string& head);
  /// The shorter of both is the front of the longer one. What is empty is nobody's.
  bool shares_front_with(FoundFile& other);

  /// Shared by the looks in which the file is the same.
  std::shared_ptr<PackedFacts> facts;
  std::uint64_t log_number = 0;  ///< which log it is; 0: not known

 private:
  const PackedFacts& facts_with(std::uint64_t offset);
  std::optional<std::uint64_t> tail_hash(std::uint64_t offset);

  std::string path_;
  bool is_link_followed_;
  PartName part_;
  struct ::stat status_;
  std::shared_ptr<const OpenLog> log_;
  std::optional<bool> is_packed_;
  std::optional<std::string> head_;
};

}  // namespace curfew::follow
