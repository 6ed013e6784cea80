#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "curfew/error.h"
#include "input/codec.h"

namespace curfew::input {

/// A way to compress, known by the bytes it begins with.
struct Compression {
  std::string_view magic;   ///< no line end in it, so that no line is given before it is seen
  std::string_view kind;    ///< "gzip"
  std::string_view unpack;  ///< the command that unpacks it: "zcat"
  std::string_view test;    ///< the command that says whether it is whole: "gzip -t"
  std::unique_ptr<Codec> (*make)() = nullptr;  ///< null: this build does not unpack it
};

/// As many first bytes of a source tell every kind of compression apart.
inline constexpr std::size_t magic_size = 6;

/// The name of the source that has no path.
inline constexpr std::string_view standard_input_name = "standard input";

/// By the magic of gzip (RFC 1952 section 2.3.1), xz, zstd (RFC 8878 sections 3.1.1 and 3.1.2) or
/// bzip2; null when `front` begins with none.
const Compression* compression_of(std::string_view front) noexcept;
/// Whether more bytes could make a magic of these.
bool may_become_magic(std::string_view front) noexcept;

/// As a shell takes it for one word.
std::string quoted(const std::string& path);

/// Throws Error (compressed) for data that are not unpacked; the remedy is the command that unpacks
/// them on the way in.
[[noreturn]] void refuse(const Compression& compression, const std::string& name);

}  // namespace curfew::input
