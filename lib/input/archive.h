#pragma once

#include <string>
#include <string_view>

namespace curfew::input {

/// What holds logs and is none as it is: an archive of files, or text in units of four bytes.
struct Archive {
  std::string_view kind;    ///< "a tar archive, which is not opened"
  std::string_view unpack;  ///< the command that prints what is in it: "tar -xOf"
};

/// By the front of a log, unpacked, at best 512 bytes of it; null for anything else.
const Archive* archive_of(std::string_view front) noexcept;

/// Throws Error (archive); the remedy is the command that brings in what is in it.
[[noreturn]] void refuse(const Archive& archive, const std::string& name);

}  // namespace curfew::input
