// The bytes are a line that is masked: what comes out is printable ASCII, and no address but ours.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/require.h"
#include "lint/mask.h"

namespace curfew::fuzz {
namespace {

void check(std::string text) {
  require(std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; }));
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    require(at >= 4 && text.compare(at - 4, 16, "user@example.net") == 0);
  }
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curfew;
  const lint::Masked masked = lint::mask(fuzz::text_of(bytes, size));
  fuzz::check(masked.example);
  fuzz::check(masked.pattern);
  fuzz::check(lint::masked_name(fuzz::text_of(bytes, size)));
  return 0;
}
