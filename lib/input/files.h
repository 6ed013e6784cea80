#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "curfew/hints.h"
#include "curfew/input.h"

namespace curfew::input {

/// Which file it is, whatever its name.
struct Identity {
  ::dev_t device = 0;
  ::ino_t inode = 0;

  friend bool operator==(const Identity&, const Identity&) = default;
};

/// What is to be done about an Error, and the hint that goes with it.
struct ErrorRemedy {
  std::string text = {};
  Hint hint = Hint::none;
  std::string hint_data = {};
};

/// Throws Error (unreadable) with the system's reason.
[[noreturn]] void fail(const std::string& name, int error, ErrorRemedy remedy);

/// A regular file that was found in a folder. Throws Error (unreadable) when something else stands
/// in its place by now: folders of logs may be written to by others.
std::unique_ptr<Source> open_found(const std::string& path, const Identity& seen,
                                   std::optional<Instant> since);

}  // namespace curfew::input
