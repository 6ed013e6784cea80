#include "text/utf8.h"

namespace curfew::text {

Utf8 first_character(std::string_view text) noexcept {
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {.code_point = first, .length = 1, .valid = true};
  std::uint8_t length = 0;
  char32_t value = 0;
  char32_t smallest = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2, value = first & 0x1FU, smallest = 0x80;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3, value = first & 0x0FU, smallest = 0x800;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4, value = first & 0x07U, smallest = 0x10000;
  }
  const Utf8 invalid{.code_point = first, .length = 1, .valid = false};
  if (length == 0 || text.size() < length) return invalid;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return invalid;
    value = (value << 6) | (byte(i) & 0x3FU);
  }
  if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return invalid;
  return {.code_point = value, .length = length, .valid = true};
}

void append_utf8(std::string& out, char32_t c) {
  const auto last = [](char32_t bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += last(c);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += last(c >> 6);
    out += last(c);
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += last(c >> 12);
    out += last(c >> 6);
    out += last(c);
  }
}

}  // namespace curfew::text
