#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace curfew::text {

/// string_view's starts_with; a word that the compiler knows is compared without a call.
constexpr bool starts_with(std::string_view text, std::string_view word) noexcept {
  return text.size() >= word.size() && __builtin_memcmp(text.data(), word.data(), word.size()) == 0;
}

inline std::uint64_t eight_bytes(const char* at) noexcept {
  std::uint64_t value = 0;
  std::memcpy(&value, at, sizeof value);
  return value;
}

/// Whether two short texts are the same; for the many that are, and have a few words' length.
inline bool is_same(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  const std::size_t size = a.size();
  if (size < 8) {
    for (std::size_t i = 0; i < size; ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }
  for (std::size_t at = 0; at + 8 < size; at += 8) {
    if (eight_bytes(a.data() + at) != eight_bytes(b.data() + at)) return false;
  }
  return eight_bytes(a.data() + size - 8) == eight_bytes(b.data() + size - 8);
}

/// Where the first of the characters stands, which is expected near the front; the text's size
/// where none does. memchr costs more to call than a word's length to walk.
template <typename... Characters>
inline std::size_t find_near(std::string_view text, Characters... marks) noexcept {
  std::size_t at = 0;
#if defined(__SSE2__)
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    __m128i found = _mm_setzero_si128();
    ((found = _mm_or_si128(found, _mm_cmpeq_epi8(sixteen, _mm_set1_epi8(marks)))), ...);
    const auto places = static_cast<unsigned>(_mm_movemask_epi8(found));
    if (places != 0) return at + static_cast<std::size_t>(std::countr_zero(places));
  }
#endif
  while (at < text.size() && !((text[at] == marks) || ...)) ++at;
  return at;
}

/// How many of the eight characters at `at` are digits, counted from the front.
inline std::size_t digits_in_front(const char* at) noexcept {
  if constexpr (std::endian::native == std::endian::little) {
    constexpr std::uint64_t high = 0xF0F0F0F0F0F0F0F0U;
    constexpr std::uint64_t zeros = 0x3030303030303030U;
    const std::uint64_t eight = eight_bytes(at);
    const std::uint64_t low_half = (eight & high) ^ zeros;
    const std::uint64_t up_to_nine = ((eight & ~high) + 0x0606060606060606U) & high;
    const std::uint64_t others = low_half | up_to_nine;
    return others == 0 ? 8 : static_cast<std::size_t>(std::countr_zero(others)) / 8;
  } else {
    std::size_t n = 0;
    while (n < 8 && at[n] >= '0' && at[n] <= '9') ++n;
    return n;
  }
}

}  // namespace curfew::text
