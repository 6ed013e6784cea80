// The first byte is how much a read gives at most, the rest what is to be unpacked. However it
// comes in, it is either whole and the same or broken.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "curfew/error.h"
#include "curfew/input.h"
#include "fuzz/require.h"

namespace curfew::fuzz {
namespace {

constexpr std::size_t enough = std::size_t{4} << 20;

class Pieces final : public Source {
 public:
  Pieces(std::string_view packed, std::size_t most) : rest_(packed), most_(most) {}

  std::size_t read(std::span<char> room) override {
    const std::size_t n = std::min({room.size(), rest_.size(), most_});
    rest_.copy(room.data(), n);
    rest_.remove_prefix(n);
    return n;
  }
  const std::string& name() const noexcept override { return name_; }

 private:
  std::string_view rest_;
  std::size_t most_;
  std::string name_ = "pieces";
};

struct Unpacked {
  std::string text;
  bool broken = false;
};

Unpacked unpack(std::string_view packed, std::size_t most, std::size_t room) {
  Unpacked result;
  const auto source = unpacked(std::make_unique<Pieces>(packed, most));
  std::vector<char> buffer(room);
  try {
    while (result.text.size() < enough) {
      const std::size_t n = source->read(buffer);
      if (n == 0) break;
      require(n <= room);
      result.text.append(buffer.data(), n);
    }
  } catch (const Error&) {
    result.broken = true;
  }
  return result;
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace curfew::fuzz;
  if (size < 2) return 0;
  const std::string_view packed(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Unpacked whole = unpack(packed, packed.size(), 1 << 18);
  const Unpacked pieces = unpack(packed, 1 + data[0], 1 + 31 * data[0]);
  if (whole.text.size() >= enough || pieces.text.size() >= enough) return 0;
  require(whole.broken == pieces.broken);
  require(whole.broken || whole.text == pieces.text);
  return 0;
}
