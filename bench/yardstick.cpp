// A fixed amount of work, to hold beside a program's: what both take in turns shows whether the
// program grew slow or the machine is busy. Bytes are hashed and words counted in a table that fits
// beside the processor, as reading a log does: a longer way through memory was measured to suffer
// three times as much from other programs as the command does. Must never change, or bench/costs
// has to be blessed anew.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <vector>

namespace {

std::uint64_t next_random(std::uint64_t& state) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

std::uint64_t hash_bytes(std::uint64_t& random) {
  std::vector<unsigned char> bytes(256 * 1024);
  for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(next_random(random));
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (int round = 0; round < 50; ++round) {
    for (const unsigned char byte : bytes) hash = (hash ^ byte) * 0x100000001B3U;
  }
  return hash;
}

std::uint64_t count_words(std::uint64_t& random) {
  std::vector<std::uint32_t> counts(64 * 1024);
  for (int i = 0; i < 12'000'000; ++i) ++counts[next_random(random) % counts.size()];
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                         [](std::uint64_t hash, std::uint32_t count) { return hash * 31 + count; });
}

}  // namespace

int main() {
  std::uint64_t random = 0x9E3779B97F4A7C15U;
  const std::uint64_t hash = hash_bytes(random);
  std::printf("%016llx\n", static_cast<unsigned long long>(hash ^ count_words(random)));
  return 0;
}
