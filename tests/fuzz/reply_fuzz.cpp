// The first byte chooses how the lines of the reply are joined, the rest is the reply.
#include <cstdint>
#include <string>

#include "fuzz/require.h"
#include "parse/reply.h"

namespace curfew::fuzz {
namespace {

void check(std::string_view raw, std::string_view line_break) {
  Events events;
  const Reply reply = parse::read_reply(raw, line_break, events);
  require(reply.text.size() <= raw.size());
  if (reply.code == 0) {
    require(raw.starts_with(reply.text) && !reply.enhanced);
    require(raw.substr(reply.text.size()).find_first_not_of(" \r") == std::string_view::npos);
    return;
  }
  require(reply.code >= 200 && reply.code <= 599);
  require(raw.front() >= '2' && raw.front() <= '5');
  if (reply.enhanced) {
    const std::string text = to_string(reply.enhanced);
    std::string_view spelled = text;
    require(take_enhanced_code(spelled) == reply.enhanced && spelled.empty());
  }
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
  if (size == 0) return 0;
  const auto raw = curfew::fuzz::text_of(input + 1, size - 1);
  curfew::fuzz::check(raw, input[0] == '\\' ? "\\n" : " ");
  return 0;
}
