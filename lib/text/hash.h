#pragma once

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
  std::uint64_t rest = 0;
  if (left != 0) std::memcpy(&rest, at, left);
  return mix(state ^ rest, seed | 1U);
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
  } else if (left != 0) {
    std::memcpy(&rest, at, left);
  }
  return {.key = mix(key ^ rest, seed | 1U), .check = mix(check ^ rest, (seed + other) | 1U)};
}

/// 64 bits nobody outside can know.
std::uint64_t random_seed();

}  // namespace curfew::text
