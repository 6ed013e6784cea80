#include "input/archive.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "curfew/error.h"
#include "input/compression.h"

namespace curfew::input {
namespace {

using std::string_view_literals::operator""sv;

constexpr Archive tar{"a tar archive, which is not opened", "tar -xOf"};
constexpr Archive zip{"a zip archive, which is not opened", "unzip -p"};
constexpr Archive seven{"a 7z archive, which is not opened", "7z x -so"};
constexpr Archive rar{"a rar archive, which is not opened", "unrar p -inul"};
constexpr Archive utf32{"text in UTF-32, which is not read", "iconv -f UTF-32 -t UTF-8"};
constexpr Archive utf32_little{"text in UTF-32, which is not read", "iconv -f UTF-32LE -t UTF-8"};
constexpr Archive utf32_big{"text in UTF-32, which is not read", "iconv -f UTF-32BE -t UTF-8"};

struct Magic {
  std::string_view bytes;
  const Archive* archive;
};

constexpr std::array magics = {
    // APPNOTE.TXT sections 4.3.7, 4.3.16 and 8.5.3: a file, none, the first of several volumes.
    Magic{"PK\x03\x04"sv, &zip},        Magic{"PK\x05\x06"sv, &zip},
    Magic{"PK\x07\x08"sv, &zip},        Magic{"7z\xbc\xaf\x27\x1c"sv, &seven},
    Magic{"Rar!\x1a\x07"sv, &rar},      Magic{"\xff\xfe\x00\x00"sv, &utf32},
    Magic{"\x00\x00\xfe\xff"sv, &utf32}};

// The sum of the header's bytes, its own field taken as blanks (POSIX pax, "ustar Interchange
// Format"). Older archives have no other mark, and no text fits it.
bool is_tar(std::string_view front) noexcept {
  constexpr std::size_t header = 512;
  constexpr std::size_t field = 148;
  constexpr std::size_t field_size = 8;
  if (front.size() < header) return false;
  unsigned sum = 0;
  for (std::size_t i = 0; i < header; ++i) {
    const bool own = i >= field && i < field + field_size;
    sum += own ? unsigned{' '} : static_cast<unsigned char>(front[i]);
  }
  std::string_view digits = front.substr(field, field_size);
  digits.remove_prefix(std::min(digits.find_first_not_of(' '), digits.size()));
  unsigned told = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), told, 8);
  return error == std::errc{} && told == sum;
}

// Whether its first characters are ASCII in units of four bytes, the byte that counts at `place`.
bool is_wide(std::string_view front, std::size_t place) noexcept {
  constexpr std::size_t enough = 32;
  if (front.size() < enough) return false;
  for (std::size_t i = 0; i < enough; ++i) {
    if ((front[i] != '\0') != (i % 4 == place)) return false;
  }
  return true;
}

}  // namespace

const Archive* archive_of(std::string_view front) noexcept {
  const auto* const found = std::ranges::find_if(
      magics, [front](const Magic& one) { return front.starts_with(one.bytes); });
  if (found != magics.end()) return found->archive;
  if (is_tar(front)) return &tar;
  if (is_wide(front, 0)) return &utf32_little;
  return is_wide(front, 3) ? &utf32_big : nullptr;
}

void refuse(const Archive& archive, const std::string& name) {
  const std::string file = name == standard_input_name ? "FILE" : quoted(name);
  throw Error(ErrorCode::archive, name + ": " + std::string(archive.kind),
              "Bring in what is in it: `" + std::string(archive.unpack) + ' ' + file + "`.",
              Hint::pipe_archive);
}

}  // namespace curfew::input
