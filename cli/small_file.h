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

/// A file with a password or a token.
struct SecretFile {
  SmallFile file;
  bool is_regular = true;  ///< not read where it is not
  bool is_private = true;  ///< not read where it is not
};

/// The first `most` bytes of it, unless its mode has one of the bits `others` (S_IRWXO). Looked at
/// and read as one file, whatever happens to its name meanwhile.
SecretFile read_secret_file(const std::string& path, std::size_t most, unsigned others);

}  // namespace curfew::cli
