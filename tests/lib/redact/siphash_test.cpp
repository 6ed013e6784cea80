#include "redact/siphash.h"

#include <string>

#include "support/catch.h"

namespace curfew::redact {

// The first eight and the last of vectors.h of the reference implementation: the texts 0, 0 1,
// 0 1 2 ... under the key 0 1 2 ... 15; the 15 byte text also stands in the paper's appendix A.
TEST_CASE("SipHash-2-4 gives the values of its authors") {
  constexpr std::uint64_t expected[] = {
      0x726fdb47dd0e0e31U, 0x74f839c593dc67fdU, 0x0d6c8009d9a94f5aU, 0x85676696d7fb7e2dU,
      0xcf2794e0277187b7U, 0x18765564cd99a68dU, 0xcbc9466e58fee3ceU, 0xab0200f58b01d137U,
  };
  std::array<std::uint8_t, 16> key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i);
  std::string text;
  for (const std::uint64_t hash : expected) {
    CHECK(siphash(text, key) == hash);
    text += static_cast<char>(text.size());
  }
  while (text.size() < 15) text += static_cast<char>(text.size());
  CHECK(siphash(text, key) == 0xa129ca6149be45e5U);
  while (text.size() < 63) text += static_cast<char>(text.size());
  CHECK(siphash(text, key) == 0x958a324ceb064572U);
}

}  // namespace curfew::redact
