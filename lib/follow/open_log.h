#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "curfew/follow.h"

namespace curfew::follow {

/// An open file, shared by those who read it at places of their own.
class OpenLog {
 public:
  OpenLog(int descriptor, std::string path, const struct ::stat& status)
      : descriptor_(descriptor), path_(std::move(path)), status_(status) {}
  ~OpenLog();
  OpenLog(const OpenLog&) = delete;
  OpenLog& operator=(const OpenLog&) = delete;

  const std::string& path() const noexcept { return path_; }
  /// When it was opened.
  const struct ::stat& status() const noexcept { return status_; }
  std::uint64_t size() const noexcept { return static_cast<std::uint64_t>(status_.st_size); }
  /// As they are stored; fewer than asked for at the end. Throws Error (unreadable).
  std::size_t read_at(std::uint64_t offset, char* room, std::size_t size) const;
  /// For looking: nothing where it cannot be read.
  std::string read_at(std::uint64_t offset, std::size_t size) const;

 private:
  int descriptor_;
  std::string path_;
  struct ::stat status_;
};

/// The bytes as they are stored, up to the size it had when it was opened.
std::unique_ptr<Source> stored_bytes(std::shared_ptr<const OpenLog> log);

/// Those behind the position, up to the size the file had when it was opened; of packed ones, what
/// there is. Where the bytes before the position are others by now, none.
std::unique_ptr<LogBytes> bytes_behind(std::shared_ptr<const OpenLog> log, LogPosition position,
                                       bool packed);

}  // namespace curfew::follow
