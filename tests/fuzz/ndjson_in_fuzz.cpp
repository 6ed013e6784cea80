#include <cstddef>
#include <cstdint>
#include <string>

#include "curfew/event.h"
#include "fuzz/parser_check.h"
#include "ndjson/ndjson.h"

namespace {

using namespace curfew;

std::string written(Event event) {
  event.line = event.repeats = 0;  // they are those of the list
  std::string text;
  append_ndjson(text, event, "postfix", "m");
  return text;
}

}  // namespace

// The bytes are a list of events: what is read of it is written and read as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::text_of(bytes, size);
  const std::shared_ptr<const Format> format = ndjson::format();
  fuzz::check_parser(*format, fuzz::EventsOfLine::any, text);
  const std::unique_ptr<Parser> parser = format->make({});
  parser->reads_inbound = true;
  Events events;
  parser->parse(test::numbered_lines(text), events);
  for (const Event& event : events) {
    std::string once = written(event);
    const Line line{std::string_view(once).substr(0, once.size() - 1), 1};
    Stamp stamp;
    fuzz::require(format->recognize({&line, 1}) == 1 && format->stamp(line.text, stamp));
    Events again;
    parser->parse({&line, 1}, again);
    fuzz::require(again.size() == 1 && written(again[0]) == once);
  }
  return 0;
}
