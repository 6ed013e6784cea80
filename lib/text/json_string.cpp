#include "text/json_string.h"

#include <cstdint>

#include "text/scan.h"
#include "text/utf8.h"

namespace curfew::text {
namespace {

bool is_plain(char c) noexcept {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

constexpr std::uint64_t each(std::uint8_t byte) noexcept {
  return 0x0101010101010101U * byte;
}

// Not zero where one of eight bytes is zero.
constexpr std::uint64_t zeros(std::uint64_t bytes) noexcept {
  return (bytes - each(1)) & ~bytes & each(0x80);
}

// Eight bytes at a time; the byte that is not plain is found by itself.
bool are_plain(std::uint64_t bytes) noexcept {
  const std::uint64_t not_ascii = bytes & each(0x80);
  const std::uint64_t controls = (bytes - each(0x20)) & ~bytes & each(0x80);
  return (not_ascii | controls | zeros(bytes ^ each('"')) | zeros(bytes ^ each('\\')) |
          zeros(bytes ^ each(0x7F))) == 0;
}

std::size_t plain_size(std::string_view text) noexcept {
  std::size_t at = 0;
  while (at + 8 <= text.size() && are_plain(eight_bytes(text.data() + at))) at += 8;
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

void append_unit(std::string& out, unsigned unit) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[(unit >> shift) & 0xFU];
}

void append_escaped(std::string& out, char32_t c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (c < 0x10000) {
    append_unit(out, static_cast<unsigned>(c));
  } else {  // a surrogate pair
    append_unit(out, 0xD800U + static_cast<unsigned>((c - 0x10000) >> 10));
    append_unit(out, 0xDC00U + static_cast<unsigned>((c - 0x10000) & 0x3FF));
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t plain = plain_size(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Utf8 c = first_character(text);
    append_escaped(out, c.valid ? c.code_point : 0xFFFD);
    text.remove_prefix(c.length);
  }
  out += '"';
}

}  // namespace curfew::text
