#pragma once

#include <cmath>
#include <cstdint>

namespace curfew::loggen {

/// A well mixed number from another one (splitmix64): the same on every machine.
constexpr std::uint64_t scramble(std::uint64_t value) noexcept {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

/// Random numbers that depend on the seed alone; the standard library's distributions differ from
/// one library to the next.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) noexcept : state_(seed) {}

  constexpr std::uint64_t next() noexcept { return scramble(state_++); }
  /// 0 .. limit - 1. Needs: limit is not 0.
  constexpr std::uint32_t below(std::uint64_t limit) noexcept {
    return static_cast<std::uint32_t>((next() >> 32U) * limit >> 32U);
  }
  constexpr std::int64_t between(std::int64_t low, std::int64_t high) noexcept {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low + 1)));
  }
  constexpr bool permille(std::uint32_t share) noexcept { return below(1000) < share; }
  /// 0 <= x < 1
  double unit() noexcept { return static_cast<double>(next() >> 11U) * 0x1p-53; }
  double exponential(double mean) noexcept { return -mean * std::log1p(-unit()); }

 private:
  std::uint64_t state_;
};

}  // namespace curfew::loggen
