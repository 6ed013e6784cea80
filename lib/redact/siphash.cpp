#include "redact/siphash.h"

#include <bit>

namespace curfew::redact {
namespace {

// Little endian whatever the machine, so that pseudonyms are the same everywhere.
template <typename Byte>
std::uint64_t read_word(const Byte* at, std::size_t size) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < size; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(at[i])) << (8 * i);
  }
  return word;
}

struct State {
  std::uint64_t v0, v1, v2, v3;

  void round() noexcept {
    v0 += v1;
    v2 += v3;
    v1 = std::rotl(v1, 13) ^ v0;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 = std::rotl(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = std::rotl(v1, 17) ^ v2;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 = std::rotl(v2, 32);
  }

  void absorb(std::uint64_t word) noexcept {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }
};

}  // namespace

std::uint64_t siphash(std::string_view text, const std::array<std::uint8_t, 16>& key) noexcept {
  const std::uint64_t k0 = read_word(key.data(), 8);
  const std::uint64_t k1 = read_word(key.data() + 8, 8);
  State state{k0 ^ 0x736f6d6570736575U, k1 ^ 0x646f72616e646f6dU, k0 ^ 0x6c7967656e657261U,
              k1 ^ 0x7465646279746573U};
  const std::size_t whole = text.size() & ~std::size_t{7};
  for (std::size_t at = 0; at < whole; at += 8) state.absorb(read_word(text.data() + at, 8));
  const std::uint64_t length = static_cast<std::uint64_t>(text.size() & 0xFF) << 56;
  state.absorb(length | read_word(text.data() + whole, text.size() - whole));
  state.v2 ^= 0xFF;
  for (int i = 0; i < 4; ++i) state.round();
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace curfew::redact
