#pragma once

#include <cstddef>
#include <string>

namespace curfew::cli {

/// A file that fits into memory: a key, a configuration.
struct SmallFile {
  std::string text;
  int error = 0;  ///< the system's reason where it could not be read
};

/// The first `most` bytes of it.
SmallFile read_small_file(const std::string& path, std::size_t most);

}  // namespace curfew::cli
