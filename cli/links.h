#pragma once

#include <string>

namespace curfew::cli {

/// Where a path leads behind symbolic links, whether something is there or not. Links that stand
/// for an open file (/dev/stdout, /proc/self/fd/3) are not followed: their text is no path.
struct Destination {
  std::string path;
  bool is_open_file = false;  ///< `path` is such a link
};

/// Throws std::system_error: too many links, or one that somebody else put into a folder where
/// everybody may, such as /tmp.
Destination destination_of(std::string path);

/// "folder/name" in two; "." for the folder of a bare name.
std::string folder_of(const std::string& path);
std::string name_in_folder(const std::string& path);

}  // namespace curfew::cli
