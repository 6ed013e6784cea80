#include "hmailserver/text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "text/utf8.h"

namespace curfew::hmailserver {
namespace {

// 0x80 to 0x9F of Windows-1252; five have no meaning.
constexpr std::array<std::uint16_t, 32> high_controls = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const text::Utf8 character = text::first_character(text);
    if (!character.valid) return false;
    text.remove_prefix(character.length);
  }
  return true;
}

char* write(char* out, unsigned char byte) noexcept {
  if (byte < 0x80) {
    *out++ = static_cast<char>(byte);
    return out;
  }
  const unsigned code = byte < 0xA0 ? high_controls[byte - 0x80U] : byte;
  if (code < 0x800) {
    *out++ = static_cast<char>(0xC0U | code >> 6U);
  } else {
    *out++ = static_cast<char>(0xE0U | code >> 12U);
    *out++ = static_cast<char>(0x80U | (code >> 6U & 0x3FU));
  }
  *out++ = static_cast<char>(0x80U | (code & 0x3FU));
  return out;
}

}  // namespace

std::string_view keep_utf8(std::string_view text, Events& events) {
  const bool ascii =
      std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii || is_utf8(text)) return events.keep(text);
  char* const begin = events.room(text.size() * 3);
  char* end = begin;
  for (const char c : text) end = write(end, static_cast<unsigned char>(c));
  return events.keep_written(begin, static_cast<std::size_t>(end - begin));
}

std::string_view keep_number(std::uint64_t number, Events& events) {
  std::array<char, 20> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return events.keep({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

}  // namespace curfew::hmailserver
