// The first bytes say which format reads the log behind them and what happens to what its parser
// kept in the middle of it. A parser goes on from that, or refuses it; it never breaks.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "fuzz/require.h"
#include "support/lines.h"

namespace curfew::fuzz {
namespace {

const Formats& formats() {
  static const Formats all = builtin_formats();
  return all;
}

std::unique_ptr<Parser> parser_of(const Format& format) {
  std::unique_ptr<Parser> parser = format.make({});
  parser->reads_inbound = true;
  parser->known_servers = formats().known_servers();
  return parser;
}

// Each three bytes change one: where it stands, and what it becomes.
std::string changed(std::string state, std::string_view changes) {
  for (std::size_t i = 0; i + 3 <= changes.size() && !state.empty(); i += 3) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(changes[i + at]); };
    state[(byte(0) * 256U + byte(1)) % state.size()] = changes[i + 2];
  }
  return state;
}

void check(std::string_view bytes) {
  constexpr std::size_t front = 10;
  if (bytes.size() < front) return;
  const auto& all = formats().all();
  const Format& format = *all[static_cast<unsigned char>(bytes[0]) % all.size()];
  const std::string_view changes = bytes.substr(1, front - 1);
  const std::vector<Line> lines = test::numbered_lines(bytes.substr(front));
  const Lines before = Lines(lines).first(lines.size() / 2);
  const Lines behind = Lines(lines).last(lines.size() - before.size());

  Events events;
  const std::unique_ptr<Parser> first = parser_of(format);
  first->parse(before, events);
  std::string state;
  require(first->keep(state));

  events.clear();
  const std::unique_ptr<Parser> next = parser_of(format);
  next->restore(state);
  std::string same;
  require(next->keep(same) && same == state);
  first->parse(behind, events);
  first->finish(events);
  Events again;
  next->parse(behind, again);
  next->finish(again);
  require(again.size() == events.size() && next->count() == first->count());
  require(next->remarks().size() == first->remarks().size());

  const std::unique_ptr<Parser> other = parser_of(format);
  again.clear();
  try {
    other->restore(changed(state, changes));
  } catch (const Error&) {
    return;
  }
  other->parse(behind, again);
  other->finish(again);
  other->remarks();
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  curfew::fuzz::check(curfew::fuzz::text_of(data, size));
  return 0;
}
