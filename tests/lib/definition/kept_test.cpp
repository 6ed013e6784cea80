// What a definition's parser holds is kept, for the same definition.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "curfew/builtin_formats.h"
#include "curfew/definition.h"
#include "curfew/error.h"
#include "support/catch.h"
#include "support/lines.h"

namespace curfew::test {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Given {
  std::string events;
  LineCount count;
  std::vector<std::string> remarks;
};

// Line by line; with `kept` each by another parser.
Given parse(const Format& format, Lines lines, bool kept) {
  Given given;
  const Formats all = builtin_formats();
  const auto make = [&] {
    std::unique_ptr<Parser> parser = format.make({});
    parser->known_servers = all.known_servers();
    return parser;
  };
  std::unique_ptr<Parser> parser = make();
  for (const Line& line : lines) {
    Events events;
    parser->parse({&line, 1}, events);
    for (const Event& event : events) append_ndjson(given.events, event, format.name(), "log", {});
    if (!kept) continue;
    std::string state;
    REQUIRE(parser->keep(state));
    parser = make();
    parser->restore(state);
    std::string again;
    parser->keep(again);
    CHECK((again == state));
  }
  given.count = parser->count();
  for (const Remark& remark : parser->remarks()) given.remarks.push_back(remark.text);
  return given;
}

}  // namespace

// The samples of a definition are lines of its file.
TEST_CASE("every definition goes on from what was kept behind any line of its samples") {
  const Formats formats = builtin_formats();
  std::size_t events = 0;
  for (const auto& entry :
       fs::directory_iterator(std::string(CURFEW_SOURCE_DIR) + "/parsers/definitions")) {
    INFO(entry.path());
    const Format* const format = formats.find(entry.path().stem().string());
    REQUIRE(format != nullptr);
    const std::string text = text_of(entry.path());
    const std::vector<Line> lines = numbered_lines(text);
    const Given whole = parse(*format, lines, false);
    const Given parts = parse(*format, lines, true);
    CHECK((parts.events == whole.events));
    CHECK(parts.count == whole.count);
    CHECK(parts.remarks == whole.remarks);
    events += whole.events.size();
  }
  CHECK(events > 10'000);
}

TEST_CASE("what was kept is for a definition of the same content alone") {
  const std::string path = std::string(CURFEW_SOURCE_DIR) + "/parsers/definitions/opensmtpd.toml";
  const std::string toml = text_of(path);
  const auto one = Definition::read(toml, "one.toml");
  const auto same = Definition::read(toml, "same.toml");
  const auto other = Definition::read(toml + "\n# another\n", "one.toml");
  std::string state;
  REQUIRE(one->make({})->keep(state));
  same->make({})->restore(state);
  CHECK_THROWS_AS(other->make({})->restore(state), Error);
  CHECK_THROWS_AS(builtin_formats().find("postfix")->make({})->restore(state), Error);
}

}  // namespace curfew::test
