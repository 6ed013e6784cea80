#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace curfew::text {

__extension__ using Wide = unsigned __int128;

/// Multiplies and folds: every bit of the result depends on every bit of both.
inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// The last `left` characters of a word, less than eight, as memcpy into a word of zeros has them.
/// Copied so they would be written byte by byte and read as one, for which a processor waits.
inline std::uint64_t last_characters(std::string_view word, std::size_t left) noexcept {
  std::uint64_t rest = 0;
  if (left == 0) return rest;
  const char* const end = word.data() + word.size();
  if constexpr (std::endian::native == std::endian::little) {
    if (word.size() >= 8) {
      std::memcpy(&rest, end - 8, 8);
      return rest >> (64 - 8 * left);
    }
    const auto at = [begin = end - left](std::size_t place) {
      return static_cast<std::uint64_t>(static_cast<unsigned char>(begin[place])) << (8 * place);
    };
    if (left < 4) return at(0) | at(left / 2) | at(left - 1);
    std::uint32_t front = 0;
    std::uint32_t back = 0;
    std::memcpy(&front, end - left, 4);
    std::memcpy(&back, end - 4, 4);
    return front | static_cast<std::uint64_t>(back) << (8 * (left - 4));
  } else {
    std::memcpy(&rest, end - left, left);
    return rest;
  }
}

/// A seeded hash, eight bytes at a time. Words come from outside, and their writers must not be
/// able to make them collide: give each table a seed of its own (random_seed).
inline std::uint64_t hash(std::string_view word, std::uint64_t seed) noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  std::uint64_t state = seed ^ (word.size() * odd);
  const char* at = word.data();
  std::size_t left = word.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, at, 8);
    state = mix(state ^ eight, odd);
  }
  return mix(state ^ last_characters(word, left), seed | 1U);
}

/// Two hashes of one word, which agree for two words by chance once in 2^128.
struct HashPair {
  std::uint64_t key = 0;
  std::uint64_t check = 0;

  friend bool operator==(const HashPair&, const HashPair&) = default;
};

inline HashPair hash_pair(std::string_view word, std::uint64_t seed) noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  constexpr std::uint64_t other = 0xD6E8FEB86659FD93U;
  std::uint64_t key = seed ^ (word.size() * odd);
  std::uint64_t check = ~key;
  const char* at = word.data();
  std::size_t left = word.size();
  for (; left > 8; left -= 8, at += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, at, 8);
    key = mix(key ^ eight, odd);
    check = mix(check ^ eight, other);
  }
  std::uint64_t rest = 0;
  if (word.size() >= 8) {
    std::memcpy(&rest, at + left - 8, 8);  // overlaps what went before
  } else {
    rest = last_characters(word, left);
  }
  return {.key = mix(key ^ rest, seed | 1U), .check = mix(check ^ rest, (seed + other) | 1U)};
}

/// 64 bits nobody outside can know.
std::uint64_t random_seed();

}  // namespace curfew::text
