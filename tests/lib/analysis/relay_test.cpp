#include "analysis/relay.h"

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.h"

namespace curfew::analysis {
namespace {

void put(Relay& relay, std::uint64_t line) {
  Event& event = relay.batch().events.add();
  event.line = line;
  event.sender = relay.batch().events.keep("sender " + std::to_string(line));
}

std::string sent(bool on_a_thread, int count) {
  std::string seen;
  Relay relay(on_a_thread, [&](Batch& batch) {
    for (const Event& event : batch.events) seen += std::string(event.sender) + ';';
    seen += '\n';
  });
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j <= i % 5; ++j) put(relay, static_cast<std::uint64_t>(10 * i + j));
    relay.send();
  }
  relay.drain();
  return seen;
}

}  // namespace

TEST_CASE("batches arrive whole and in their order, on a thread or not") {
  const std::string expected = sent(false, 200);
  CHECK(expected.starts_with("sender 0;\nsender 10;sender 11;\n"));
  CHECK(sent(true, 200) == expected);
}

TEST_CASE("behind drain() all that was sent is consumed") {
  std::atomic<int> consumed = 0;
  Relay relay(true, [&](Batch&) {
    std::this_thread::yield();
    ++consumed;
  });
  for (int i = 1; i <= 50; ++i) {
    put(relay, 1);
    relay.send();
    if (i % 7 != 0) continue;
    relay.drain();
    CHECK(consumed == i);
  }
}

TEST_CASE(
    "who fills has to wait only where all batches are on their way, and then for half of them") {
  std::atomic<std::size_t> allowed = 1;
  std::atomic<std::size_t> consumed = 0;
  Relay relay(true, [&](Batch&) {
    while (consumed == allowed) std::this_thread::yield();
    ++consumed;
  });
  put(relay, 0);
  relay.send();  // the thread begins with the second
  for (std::size_t i = 1; i < Relay::most; ++i) {
    put(relay, i);
    relay.send();
  }
  CHECK(consumed == 1);
  allowed = 1 + Relay::most;
  put(relay, Relay::most);
  relay.send();
  CHECK(consumed >= 1 + Relay::most / 2);
  relay.drain();
  CHECK(consumed == 1 + Relay::most);
}

TEST_CASE("what is held for a batch is let go by the thread that filled it, and not before") {
  const auto text = std::make_shared<const std::string>("a line");
  std::string seen;
  Relay relay(true, [&](Batch& batch) { seen += batch.events[0].sender; });
  put(relay, 1);
  relay.send();  // the thread begins with the second
  Event& event = relay.batch().events.add();
  event.sender = *text;
  relay.batch().held.push_back(text);
  relay.send();
  relay.drain();
  CHECK(seen == "sender 1a line");
  CHECK(text.use_count() == 1);
}

TEST_CASE("what the consumer throws comes out of the next send or drain, and nothing follows it") {
  for (const bool on_a_thread : {false, true}) {
    int consumed = 0;
    Relay relay(on_a_thread, [&](Batch&) {
      if (++consumed == 3) throw std::runtime_error("the disk is full");
    });
    const auto send_all = [&] {
      for (int i = 0; i < 100; ++i) {
        put(relay, 1);
        relay.send();
      }
      relay.drain();
    };
    CHECK_THROWS_WITH(send_all(), "the disk is full");
    CHECK(consumed == 3);
  }
}

TEST_CASE("a relay that is given up with batches on their way ends") {
  for (int i = 0; i < 50; ++i) {
    Relay relay(true, [](Batch&) {});
    for (int j = 0; j < 3; ++j) {
      put(relay, 1);
      relay.send();
    }
  }
}

TEST_CASE("a second batch is what a thread is started for") {
  std::vector<std::thread::id> threads;
  Relay relay(true, [&](Batch&) { threads.push_back(std::this_thread::get_id()); });
  for (int i = 0; i < 3; ++i) {
    put(relay, 1);
    relay.send();
  }
  relay.drain();
  REQUIRE(threads.size() == 3);
  CHECK(threads[0] == std::this_thread::get_id());
  CHECK(threads[1] != threads[0]);
  CHECK(threads[2] == threads[1]);
}

}  // namespace curfew::analysis
