#include "correlate/messages.h"

#include <string>

#include "support/catch.h"
#include "text/state.h"

namespace curfew::correlate {
namespace {

using namespace std::chrono_literals;

MessageId id(std::string_view queue_id, std::string_view host = "mail") {
  return {.log_host = host, .queue_id = queue_id};
}

}  // namespace

TEST_CASE("a message is found by host and queue id together") {
  Messages messages;
  Message& first = messages.find_or_add(id("ABC123"), Instant(0ms));
  first.sender = "a@example.org";
  CHECK(messages.find(id("ABC123"))->sender == "a@example.org");
  CHECK(messages.find(id("ABC123", "mail2")) == nullptr);
  CHECK(messages.find(id("ABC124")) == nullptr);
}

TEST_CASE("an ended message is forgotten and its place used again") {
  Messages messages;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 1000; ++i) {
      Message& message = messages.find_or_add(id("Q" + std::to_string(i)), Instant(0ms));
      CHECK(message.sender.empty());
      message.sender = "x";
      messages.recipient(message, "a@example.org").attempts = 3;
    }
    CHECK(messages.live() == 1000);
    for (int i = 0; i < 1000; ++i) messages.end(*messages.find(id("Q" + std::to_string(i))));
    CHECK(messages.live() == 0);
    CHECK(messages.find(id("Q7")) == nullptr);
  }
}

TEST_CASE("ending some messages loses no other, however their places lie") {
  Messages messages;
  for (int i = 0; i < 5000; ++i) {
    messages.find_or_add(id("Q" + std::to_string(i)), Instant(0ms)).size =
        static_cast<std::uint64_t>(i);
  }
  for (int i = 0; i < 5000; i += 3) messages.end(*messages.find(id("Q" + std::to_string(i))));
  for (int i = 0; i < 5000; ++i) {
    const Message* const message = messages.find(id("Q" + std::to_string(i)));
    if (i % 3 == 0) {
      CHECK(message == nullptr);
    } else {
      REQUIRE(message != nullptr);
      CHECK(message->size == static_cast<std::uint64_t>(i));
    }
  }
}

TEST_CASE("a message unheard of for eight days is dropped, and counted") {
  Messages messages;
  messages.find_or_add(id("OLD"), Instant(0ms));
  messages.find_or_add(id("NEW"), Instant(24h * 7));
  CHECK(messages.dropped() == 0);
  messages.find_or_add(id("NOW"), Instant(24h * 9));
  CHECK(messages.find(id("OLD")) == nullptr);
  CHECK(messages.find(id("NEW")) != nullptr);
  CHECK(messages.dropped() == 1);
}

TEST_CASE("recipients of a message are told apart, up to a limit") {
  Messages messages;
  Message& message = messages.find_or_add(id("LIST"), Instant(0ms));
  for (std::uint32_t i = 0; i < Messages::most_recipients + 100; ++i) {
    ++messages.recipient(message, "r" + std::to_string(i) + "@example.org").attempts;
  }
  CHECK(message.recipients == Messages::most_recipients);
  CHECK(messages.recipient(message, "r5@example.org").attempts == 1);
  std::uint32_t visited = 0;
  messages.each_recipient(message, [&visited](Recipient&) { ++visited; });
  CHECK(visited == Messages::most_recipients);
}

TEST_CASE("a message's recipients are told apart and stay in their order") {
  Messages messages;
  Message& message = messages.find_or_add(id("ABC123"), Instant(0ms));
  const auto address = [](std::uint32_t i) { return "user" + std::to_string(i) + "@example.org"; };
  for (std::uint32_t round = 1; round <= 3; ++round) {
    for (std::uint32_t i = 0; i < 1000; ++i) {
      messages.recipient(message, address(i)).attempts += i;
    }
  }
  std::uint32_t expected = 0;
  messages.each_recipient(message, [&](const Recipient& one) {
    CHECK(one.attempts == 3 * expected);
    ++expected;
  });
  CHECK(expected == 1000);
}

TEST_CASE("recipients beyond the most share the last one's place") {
  Messages messages;
  Message& message = messages.find_or_add(id("ABC123"), Instant(0ms));
  for (std::uint32_t i = 0; i < Messages::most_recipients + 10; ++i) {
    ++messages.recipient(message, std::to_string(i)).attempts;
  }
  CHECK(message.recipients == Messages::most_recipients);
  CHECK(messages.recipient(message, std::to_string(Messages::most_recipients - 1)).attempts == 11);
  CHECK(messages.recipient(message, "0").attempts == 1);
}

TEST_CASE("what a message was counted under is told apart, be it little or much") {
  Messages messages;
  Message& message = messages.find_or_add(id("LIST"), Instant(0ms));
  for (std::uint64_t i = 0; i < Messages::most_marks; ++i) {
    if (!messages.mark(message, i) || messages.mark(message, i)) FAIL(i);
  }
  CHECK_FALSE(messages.mark(message, 0));
  CHECK_FALSE(messages.mark(message, Messages::most_marks));  // more are not told apart
  Message& other = messages.find_or_add(id("OTHER"), Instant(0ms));
  CHECK(messages.mark(other, 0));
  messages.restart(*messages.find(id("LIST")));
  CHECK(messages.mark(*messages.find(id("LIST")), 7));
  CHECK_FALSE(messages.mark(*messages.find(id("LIST")), 7));
}

TEST_CASE("an ended message's places are free of its recipients when another one takes them") {
  Messages messages;
  for (int round = 0; round < 3; ++round) {
    Message& message = messages.find_or_add(id("ABC123"), Instant(0ms));
    for (int i = 0; i < 100; ++i) {
      CHECK(messages.recipient(message, std::to_string(i)).attempts++ == 0);
      CHECK(messages.mark(message, static_cast<std::uint64_t>(i)));
    }
    messages.end(message);
  }
}

TEST_CASE("messages read back know their recipients and what they were counted under") {
  Messages messages;
  for (const int size : {1, 8, 9, 500}) {
    Message& message = messages.find_or_add(id(std::to_string(size)), Instant(0ms));
    for (int i = 0; i < size; ++i) {
      messages.recipient(message, std::to_string(i)).attempts = 3;
      messages.mark(message, static_cast<std::uint64_t>(i));
    }
  }
  std::string bytes;
  text::StateWriter writer(bytes);
  writer(messages);
  Messages again;
  text::StateReader reader(bytes);
  reader(again);
  reader.end();
  REQUIRE(again.restored());
  for (const int size : {1, 8, 9, 500}) {
    Message* const message = again.find(id(std::to_string(size)));
    REQUIRE(message != nullptr);
    for (int i = 0; i < size; ++i) {
      CHECK(again.recipient(*message, std::to_string(i)).attempts == 3);
      CHECK_FALSE(again.mark(*message, static_cast<std::uint64_t>(i)));
    }
    CHECK(message->recipients == static_cast<std::uint32_t>(size));
    CHECK(again.mark(*message, 1'000'000));
  }
}

}  // namespace curfew::correlate
