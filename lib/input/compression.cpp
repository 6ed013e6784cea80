#include "input/compression.h"

#include <algorithm>
#include <array>

#include "curfew/error.h"
#include "text/cursor.h"

namespace curfew::input {
namespace {

using std::string_view_literals::operator""sv;

struct Compression {
  std::string_view magic;  // no line end in it, so that no line is given before it is seen
  std::string_view kind;
  std::string_view unpack;
};

constexpr std::array compressions = {
    Compression{"\x1f\x8b"sv, "gzip", "zcat"},
    Compression{"\xfd\x37\x7a\x58\x5a\x00"sv, "xz", "xzcat"},
    Compression{"\x28\xb5\x2f\xfd"sv, "zstd", "zstdcat"},
    Compression{"BZh"sv, "bzip2", "bzcat"},  // then the block size and the digits of pi
};
static_assert(std::ranges::all_of(compressions, [](const Compression& one) {
  return one.magic.size() <= magic_size;
}));

// As a shell takes it for one word.
std::string quoted(const std::string& path) {
  const bool plain = std::ranges::all_of(path, [](char c) {
    return text::is_alphanumeric(c) || std::string_view("/._-+:@%,").find(c) != std::string::npos;
  });
  if (plain) return path;
  std::string result = "'";
  for (const char c : path) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + '\'';
}

}  // namespace

void check_not_compressed(std::string_view front, const std::string& name) {
  const auto found = std::ranges::find_if(
      compressions, [front](const Compression& one) { return front.starts_with(one.magic); });
  if (found == compressions.end()) return;
  const std::string unpack(found->unpack);
  throw Error(ErrorCode::compressed,
              name + ": " + std::string(found->kind) + " data, not a log as it is",
              name == standard_input_name
                  ? "Unpack it on the way in: `... | " + unpack + " | curfew -`."
                  : "Unpack it on the way in: `" + unpack + ' ' + quoted(name) + " | curfew -`.");
}

}  // namespace curfew::input
