// The bytes are a log. Cut into lines they are read twice, at once and line by line: both give the
// same events, and every line is counted once.
#include <cstdint>
#include <string_view>
#include <vector>

#include "fuzz/require.h"
#include "postfix/postfix.h"

namespace curfew::fuzz {
namespace {

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back({text.substr(0, end), lines.size() + 1});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

void check(std::string_view text) {
  const std::vector<Line> lines = lines_of(text);
  require(postfix::format.recognize(lines) <= lines.size());
  Events at_once;
  const std::unique_ptr<Parser> parser = postfix::format.make({});
  parser->parse(lines, at_once);
  require(parser->count().lines() == lines.size());
  require(parser->count().reported == at_once.size());

  const std::unique_ptr<Parser> slow = postfix::format.make({});
  Events events;
  std::size_t next = 0;
  for (const Line& line : lines) {
    postfix::format.anchor(line.text);
    events.clear();
    slow->parse({&line, 1}, events);
    for (const Event& event : events) {
      const Event& same = at_once[next++];
      require(event.line == line.number && same.line == event.line);
      require(event.repeats == same.repeats && event.repeats < event.line);
      require(event.time == same.time && event.outcome == same.outcome);
      require(event.reply.text == same.reply.text && event.remote_host == same.remote_host);
    }
  }
  require(next == at_once.size());
  require(slow->count() == parser->count());
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  curfew::fuzz::check(curfew::fuzz::text_of(data, size));
  return 0;
}
