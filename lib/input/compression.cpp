#include "input/compression.h"

#include <algorithm>
#include <array>

#include "text/cursor.h"

namespace curfew::input {
namespace {

using std::string_view_literals::operator""sv;  // NOLINT(misc-unused-using-decls): it is used

using Make = std::unique_ptr<Codec> (*)();

#if CURFEW_HAS_ISAL
constexpr Make make_gzip = gzip_by_isal;
#elif CURFEW_HAS_GZIP
constexpr Make make_gzip = gzip_by_zlib;
#else
constexpr Make make_gzip = nullptr;
#endif
#if CURFEW_HAS_XZ
constexpr Make make_xz = xz_codec;
#else
constexpr Make make_xz = nullptr;
#endif
#if CURFEW_HAS_ZSTD
constexpr Make make_zstd = zstd_codec;
#else
constexpr Make make_zstd = nullptr;
#endif
#if CURFEW_HAS_BZIP2
constexpr Make make_bzip2 = bzip2_codec;
#else
constexpr Make make_bzip2 = nullptr;
#endif

constexpr std::array compressions = {
    Compression{"\x1f\x8b"sv, "gzip", "zcat", "gzip -t", make_gzip},
    Compression{"\xfd\x37\x7a\x58\x5a\x00"sv, "xz", "xzcat", "xz -t", make_xz},
    Compression{"\x28\xb5\x2f\xfd"sv, "zstd", "zstdcat", "zstd -t", make_zstd},
    // A frame to be skipped, which pzstd puts in front.
    Compression{"\x50\x2a\x4d\x18"sv, "zstd", "zstdcat", "zstd -t", make_zstd},
    Compression{"BZh"sv, "bzip2", "bzcat", "bzip2 -t", make_bzip2},  // then size, digits of pi
};
static_assert(std::ranges::all_of(compressions, [](const Compression& one) {
  return one.magic.size() <= magic_size;
}));

}  // namespace

const Compression* compression_of(std::string_view front) noexcept {
  const auto* const found = std::ranges::find_if(
      compressions, [front](const Compression& one) { return front.starts_with(one.magic); });
  return found == compressions.end() ? nullptr : found;
}

bool may_become_magic(std::string_view front) noexcept {
  return std::ranges::any_of(compressions, [front](const Compression& one) {
    return front.size() < one.magic.size() && one.magic.starts_with(front);
  });
}

std::string quoted(const std::string& path) {
  const bool plain = std::ranges::all_of(path, [](char c) {
    return text::is_alphanumeric(c) || std::string_view("/._-+:@%,").find(c) != std::string::npos;
  });
  if (plain) return path;
  std::string result = "'";
  for (const char c : path) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + '\'';
}

void refuse(const Compression& compression, const std::string& name) {
  const std::string unpack(compression.unpack);
  throw Error(ErrorCode::compressed,
              name + ": " + std::string(compression.kind) + " data, not a log as it is",
              name == standard_input_name
                  ? "Unpack it on the way in: `... | " + unpack + "`."
                  : "Unpack it on the way in: `" + unpack + ' ' + quoted(name) + "`.",
              Hint::pipe);
}

}  // namespace curfew::input
