#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace curfew::text {

/// A character of UTF-8 text and how many bytes it takes.
struct Utf8 {
  char32_t code_point = 0;
  std::uint8_t length = 1;
  bool valid = false;  ///< else one byte that belongs to no character
};

/// The first character. Needs: not empty. Overlong forms, surrogates and what lies above U+10FFFF
/// are not valid.
Utf8 first_character(std::string_view text) noexcept;

/// Stands for what is no character.
constexpr char32_t replacement_character = 0xFFFD;

/// Appends a character. Needs: at most U+10FFFF.
void append_utf8(std::string& out, char32_t c);

}  // namespace curfew::text
