#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "curfew/parser.h"
#include "fuzz/require.h"
#include "support/lines.h"

namespace curfew::fuzz {

inline void require_same(const Event& event, const Event& same, std::size_t newest) {
  require(event.kind == same.kind && event.state == same.state);
  require(event.line == same.line && event.line <= newest && event.line != 0);
  require(event.repeats == same.repeats && event.repeats <= event.line);
  require(event.time == same.time && event.outcome == same.outcome);
  require(event.queue_id == same.queue_id && event.recipient == same.recipient);
  require(event.sender == same.sender && event.session_id == same.session_id);
  require(event.reply.text == same.reply.text && event.stage == same.stage);
  require(event.remote_host == same.remote_host && event.remote_ip == same.remote_ip);
}

/// Whether a line gives at most one event, its own.
enum class EventsOfLine { one, any };

/// The text is a log. Cut into lines it is read twice, at once and line by line: both give the same
/// events, and every line is counted once.
inline void check_parser(const Format& format, EventsOfLine of_line, std::string_view text) {
  const std::vector<Line> lines = test::numbered_lines(text);
  require(format.recognize(lines) <= lines.size());
  Events at_once;
  const std::unique_ptr<Parser> parser = format.make({});
  std::size_t unknown = 0;
  parser->tell_unknown([&unknown](const Line&) { ++unknown; });
  parser->parse(lines, at_once);
  require(of_line == EventsOfLine::any || parser->count().reported == at_once.size());
  parser->finish(at_once);
  require(parser->count().lines() == lines.size() && parser->count().unknown == unknown);

  const std::unique_ptr<Parser> slow = format.make({});
  Events events;
  std::size_t next = 0;
  for (const Line& line : lines) {
    format.anchor(line.text);
    events.clear();
    slow->parse({&line, 1}, events);
    for (const Event& event : events) {
      require(next < at_once.size());
      require_same(event, at_once[next++], line.number);
      require(of_line == EventsOfLine::any ||
              (event.line == line.number && event.repeats < event.line));
    }
  }
  events.clear();
  slow->finish(events);
  for (const Event& event : events) {
    require(next < at_once.size());
    require_same(event, at_once[next++], lines.size());
  }
  require(next == at_once.size());
  require(slow->count() == parser->count());
  require(slow->remarks().size() == parser->remarks().size());
}

}  // namespace curfew::fuzz
