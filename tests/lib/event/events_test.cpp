#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "curfew/event.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

// Keeps texts of many sizes and checks all of them at the end.
void check_texts(Events& events, int count) {
  std::vector<std::string> texts;
  std::vector<std::string_view> kept;
  for (int i = 0; i < count; ++i) {
    texts.push_back(
        std::string(static_cast<std::size_t>(i * 37 % 3000), static_cast<char>('a' + i % 26)) +
        std::to_string(i));
    kept.push_back(events.keep(texts.back()));
  }
  CHECK(std::ranges::equal(texts, kept));
}

}  // namespace

TEST_CASE("a new event says nothing") {
  Events events;
  const Event& event = events.add();
  CHECK(event.kind == EventKind::attempt);
  CHECK(event.outcome == Outcome::unknown);
  CHECK(event.contacted == Contacted::unknown);
  CHECK(event.repeats == 0);
  CHECK(event.delay < Milliseconds(0));
  CHECK(event.duration < Milliseconds(0));
  CHECK(event.recipient.empty());
  CHECK(event.reply.code == 0);
  CHECK_FALSE(event.reply.enhanced);
}

TEST_CASE("events stand in the order in which they were added") {
  Events events;
  CHECK(events.empty());
  for (std::uint64_t line = 1; line <= 1000; ++line) events.add().line = line;
  REQUIRE(events.size() == 1000);
  events.drop_last();
  CHECK(events.size() == 999);
  std::uint64_t line = 0;
  for (const Event& event : events) CHECK(event.line == ++line);
  CHECK(events[7].line == 8);
}

TEST_CASE("an event after a dropped one is new") {
  Events events;
  events.add().queue_id = "3F2A1";
  events.drop_last();
  CHECK(events.add().queue_id.empty());
}

TEST_CASE("kept text outlives its origin, over many blocks") {
  Events events;
  check_texts(events, 1000);
}

TEST_CASE("text of any size is kept, also larger than a block") {
  Events events;
  std::vector<std::pair<std::string, std::string_view>> kept;
  for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 1'000'000U, 2U, 65536U}) {
    std::string text(size, static_cast<char>('a' + size % 26));
    const std::string_view view = events.keep(text);
    kept.emplace_back(std::move(text), view);
  }
  for (const auto& [text, view] : kept) CHECK(text == view);
}

TEST_CASE("a new batch takes the memory of the old one, and its text is right") {
  Events events;
  const char* const first = events.keep("first").data();
  check_texts(events, 500);
  for (int batch = 0; batch < 5; ++batch) {
    events.clear();
    CHECK(events.empty());
    CHECK(events.keep("again").data() == first);
    check_texts(events, 500);
  }
}

TEST_CASE("room that was not used is given back") {
  Events events;
  const std::string_view before = events.keep("before");
  char* const room = events.room(1000);
  std::memcpy(room, "abc", 3);
  const std::string_view written = events.keep_written(room, 3);
  const std::string_view after = events.keep("after");
  CHECK(before == "before");
  CHECK(written == "abc");
  CHECK(after == "after");
  CHECK(after.data() == written.data() + 3);
}

TEST_CASE("room asked for and not used at all costs nothing") {
  Events events;
  const char* const first = events.room(100);
  CHECK(events.keep_written(first, 0).empty());
  CHECK(events.room(100) == first);
}

TEST_CASE("events that were moved keep their text, and the old ones can be used again") {
  Events events;
  check_texts(events, 500);
  const std::string_view kept = events.keep("kept");
  events.add().recipient = kept;
  Events other = std::move(events);
  CHECK(other[0].recipient == "kept");
  check_texts(events, 100);  // NOLINT(bugprone-use-after-move)
  CHECK(other[0].recipient == "kept");
}

}  // namespace curfew::test
