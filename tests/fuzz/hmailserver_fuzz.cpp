// The bytes are a log. Cut into lines they are read twice, at once and line by line: both give the
// same events, and every line is counted once.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "fuzz/require.h"
#include "hmailserver/hmailserver.h"

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

void require_same(const Event& event, const Event& same, std::size_t newest) {
  require(event.kind == same.kind && event.state == same.state);
  require(event.line == same.line && event.line <= newest && event.line != 0);
  require(event.time == same.time && event.outcome == same.outcome);
  require(event.queue_id == same.queue_id && event.recipient == same.recipient);
  require(event.reply.text == same.reply.text && event.remote_host == same.remote_host);
  require(event.remote_ip == same.remote_ip && event.stage == same.stage);
  require(event.sender == same.sender && event.session_id == same.session_id);
}

void check(std::string_view text) {
  const std::vector<Line> lines = lines_of(text);
  require(hmailserver::format.recognize(lines) <= lines.size());
  Events at_once;
  const std::unique_ptr<Parser> parser = hmailserver::format.make({});
  parser->parse(lines, at_once);
  parser->finish(at_once);
  require(parser->count().lines() == lines.size());

  const std::unique_ptr<Parser> slow = hmailserver::format.make({});
  Events events;
  std::size_t next = 0;
  for (const Line& line : lines) {
    events.clear();
    slow->parse({&line, 1}, events);
    for (const Event& event : events) require_same(event, at_once[next++], line.number);
  }
  events.clear();
  slow->finish(events);
  for (const Event& event : events) require_same(event, at_once[next++], lines.size());
  require(next == at_once.size());
  require(slow->count() == parser->count());
  require(slow->remarks().size() == parser->remarks().size());
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  curfew::fuzz::check({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
