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

/// The same for the words of a table, most of which differ from the text in the first character.
constexpr bool starts_with_rare(std::string_view text, std::string_view word) noexcept {
  return text.size() >= word.size() && (word.empty() || text.front() == word.front()) &&
         __builtin_memcmp(text.data(), word.data(), word.size()) == 0;
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

/// Where a pair of characters stands; npos where it does not.
inline std::size_t find_pair(std::string_view text, char first, char second) noexcept {
  std::size_t at = 0;
  while (true) {
    at += find_near(text.substr(at), first);
    if (at + 1 >= text.size()) return std::string_view::npos;
    if (text[at + 1] == second) return at;
    ++at;
  }
}

/// Where a word stands in the text; npos where it does not. string_view's find stops wherever the
/// word's first character stands; this stops where the last one is at its place as well. Needs: the
/// word is not empty.
inline std::size_t find_word(std::string_view text, std::string_view word) noexcept {
  if (text.size() < word.size()) return std::string_view::npos;
  std::size_t at = 0;
#if defined(__SSE2__)
  const std::size_t behind = word.size() - 1;
  const std::size_t places_end = text.size() - behind;
  const __m128i first = _mm_set1_epi8(word.front());
  const __m128i last = _mm_set1_epi8(word.back());
  const auto sixteen = [text](std::size_t from) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + from));
  };
  for (; at + 16 <= places_end; at += 16) {
    const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(sixteen(at), first),
                                       _mm_cmpeq_epi8(sixteen(at + behind), last));
    for (auto places = static_cast<unsigned>(_mm_movemask_epi8(both)); places != 0;
         places &= places - 1) {
      const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(places));
      if (std::memcmp(text.data() + place, word.data(), word.size()) == 0) return place;
    }
  }
#endif
  return text.find(word, at);
}

/// Whether there is a character of value 0. For lines: their length costs less here than a call of
/// memchr does.
inline bool has_nul(std::string_view text) noexcept {
  std::size_t at = 0;
#if defined(__SSE2__)
  if (text.size() >= 16) {
    const auto sixteen = [text](std::size_t from) {
      return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + from));
    };
    __m128i least = sixteen(text.size() - 16);
    for (; at + 16 <= text.size(); at += 16) least = _mm_min_epu8(least, sixteen(at));
    return _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128())) != 0;
  }
#endif
  while (at < text.size() && text[at] != '\0') ++at;
  return at < text.size();
}

inline bool has_upper(std::string_view text) noexcept {
  std::size_t at = 0;
#if defined(__SSE2__)
  // Counted from 'A', and the sign turned so that signed comparison orders bytes as unsigned.
  const __m128i from_a = _mm_set1_epi8(static_cast<char>(0x80 - 'A'));
  const __m128i behind_z = _mm_set1_epi8(static_cast<char>(-0x80 + 26));
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    if (_mm_movemask_epi8(_mm_cmplt_epi8(_mm_add_epi8(sixteen, from_a), behind_z)) != 0) {
      return true;
    }
  }
#endif
  for (; at < text.size(); ++at) {
    if (text[at] >= 'A' && text[at] <= 'Z') return true;
  }
  return false;
}

constexpr bool is_ascii_alphanumeric(char c) noexcept {
  const char low = static_cast<char>(c | 0x20);
  return (c >= '0' && c <= '9') || (low >= 'a' && low <= 'z');
}

/// Which of the sixteen characters at `at` are neither letters nor digits of ASCII: a bit for each,
/// the first one's the lowest.
inline unsigned others_of_sixteen(const char* at) noexcept {
#if defined(__SSE2__)
  const __m128i from_0 = _mm_set1_epi8(static_cast<char>(0x80 - '0'));
  const __m128i behind_9 = _mm_set1_epi8(static_cast<char>(-0x80 + 10));
  const __m128i from_a = _mm_set1_epi8(static_cast<char>(0x80 - 'a'));
  const __m128i behind_z = _mm_set1_epi8(static_cast<char>(-0x80 + 26));
  const __m128i lower = _mm_set1_epi8(0x20);
  const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i digits = _mm_cmplt_epi8(_mm_add_epi8(sixteen, from_0), behind_9);
  const __m128i letters =
      _mm_cmplt_epi8(_mm_add_epi8(_mm_or_si128(sixteen, lower), from_a), behind_z);
  return ~static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(digits, letters))) & 0xFFFFU;
#else
  unsigned others = 0;
  for (unsigned i = 0; i < 16; ++i) others |= is_ascii_alphanumeric(at[i]) ? 0U : 1U << i;
  return others;
#endif
}

/// How many letters and digits of ASCII the text begins with.
inline std::size_t alphanumeric_in_front(std::string_view text) noexcept {
  std::size_t at = 0;
  for (; at + 16 <= text.size(); at += 16) {
    const unsigned others = others_of_sixteen(text.data() + at);
    if (others != 0) return at + static_cast<std::size_t>(std::countr_zero(others));
  }
  while (at < text.size() && is_ascii_alphanumeric(text[at])) ++at;
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

/// The number that the first of the eight characters at `at` are. Needs: `digits` of them, one to
/// eight.
inline std::uint32_t number_in_front(const char* at, std::size_t digits) noexcept {
  if constexpr (std::endian::native == std::endian::little) {
    // Ones and tens are added up in all pairs at once, then in all fours, then in both halves.
    std::uint64_t eight = eight_bytes(at) << (64 - 8 * digits);
    eight = (eight & 0x0F0F0F0F0F0F0F0FU) * 2561 >> 8;
    eight = (eight & 0x00FF00FF00FF00FFU) * 6553601 >> 16;
    return static_cast<std::uint32_t>((eight & 0x0000FFFF0000FFFFU) * 42949672960001U >> 32);
  } else {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      number = number * 10 + static_cast<std::uint32_t>(at[i] - '0');
    }
    return number;
  }
}

}  // namespace curfew::text
