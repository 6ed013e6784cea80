#include "text/hash.h"

#include <bit>
#include <cstring>
#include <string>

#include "support/catch.h"

namespace curfew::text {

TEST_CASE("the last characters of a word are those that a copy of them has") {
  for (std::size_t size = 0; size < 20; ++size) {
    std::string word;  // a buffer of its own: overruns show
    for (std::size_t i = 0; i < size; ++i) word += static_cast<char>(0xF1 - 7 * i);
    for (std::size_t left = 0; left < 8 && left <= size; ++left) {
      std::uint64_t copied = 0;
      if (left != 0) std::memcpy(&copied, word.data() + size - left, left);
      CHECK(last_characters(word, left) == copied);
    }
  }
}

// The hashes without a random seed decide what is forgotten first: the same log gives the same
// events also after what was kept by an earlier version.
TEST_CASE("a word's hash is what it always was") {
  if constexpr (std::endian::native != std::endian::little) return;
  std::string word;
  std::uint64_t all = 0;
  for (char c = 'a'; c <= 'z'; ++c) {
    word += c;
    all = mix(all ^ hash(word, 0xcbf29ce484222325), 0x9E3779B97F4A7C15);
  }
  CHECK(all == 0x8ea13971b4125f32);
}

}  // namespace curfew::text
