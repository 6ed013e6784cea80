// The first byte is how much a read gives at most, the second how much is read at a time, the rest
// is the log; a byte 0xff in it stands for 3000 letters, so that lines beyond the limit come up.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "curfew/error.h"
#include "curfew/input.h"
#include "fuzz/require.h"

namespace curfew::fuzz {
namespace {

// Gives its text in small pieces, as a pipe does.
class Trickle final : public Source {
 public:
  Trickle(std::string_view text, std::size_t most) : rest_(text), most_(most) {}

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
  std::string name_ = "trickle";
};

std::string expand(std::string_view input) {
  std::string log;
  for (const char c : input) {
    if (c == '\xff') {
      log.append(3000, 'x');
    } else {
      log += c;
    }
  }
  return log;
}

// The lines of a log, cut the plain way.
std::vector<std::string_view> cut(std::string_view log) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::vector<std::string_view> lines;
  while (!log.empty()) {
    const std::size_t end = log.find('\n');
    std::string_view line = log.substr(0, end);
    if (lines.empty() && line.starts_with(byte_order_mark)) {
      line.remove_prefix(byte_order_mark.size());
    }
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line.substr(0, LineReader::longest_line));
    log.remove_prefix(end == std::string_view::npos ? log.size() : end + 1);
  }
  return lines;
}

void check(std::string_view log, std::size_t most, std::size_t batch) {
  const std::vector<std::string_view> expected = cut(log);
  Trickle source(log, most);
  LineReader reader(source, batch);
  std::size_t count = 0;
  for (Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
    for (const Line& line : lines) {
      require(count < expected.size() && line.text == expected[count]);
      require(line.number == ++count);
    }
  }
  require(count == expected.size());
  require(reader.bytes() == log.size());
  require(reader.next().empty());
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
  if (size < 2) return 0;
  const std::string log = curfew::fuzz::expand(curfew::fuzz::text_of(input + 2, size - 2));
  // Small reads of a large log cost time and show nothing new.
  const std::size_t most = (1 + input[0] % 64U) * (log.size() > 100'000 ? 1024 : 1);
  const std::size_t batch = (1 + input[1] % 64U) * (log.size() > 100'000 ? 4096 : 1);
  try {
    try {
      curfew::fuzz::check(log, most, batch);
    } catch (const curfew::Error& error) {  // at the door, and for nothing else
      curfew::fuzz::require(error.code() == curfew::ErrorCode::compressed);
    }
  } catch (const curfew::Error& error) {
    curfew::fuzz::require(error.code() == curfew::ErrorCode::compressed);
  }
  return 0;
}
