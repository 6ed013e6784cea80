#include "correlate/deferred_task.h"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/catch.h"

namespace curfew::correlate {

namespace {

// Work of so many bits, which adds `amount` with each.
DeferredTask::Work bits(int count, int& sum, int amount) {
  return [=, &sum]() mutable {
    sum += amount;
    return --count > 0;
  };
}

}  // namespace

TEST_CASE("a task nobody helps with is done at once") {
  DeferredTask task;
  int done = 0;
  task.leave(bits(3, done, 1));
  CHECK(done == 3);
  CHECK_FALSE(task.help());
  task.finish();
  CHECK(done == 3);
}

TEST_CASE("a task that nobody took is done before the next one is left, and when it is wanted") {
  DeferredTask task;
  task.share();
  int done = 0;
  task.leave(bits(2, done, 1));
  CHECK(done == 0);
  task.leave(bits(2, done, 10));
  CHECK(done == 2);
  task.finish();
  CHECK(done == 22);
  task.finish();
  CHECK(done == 22);
}

TEST_CASE("a helper does a bit of what was left at a time, and its owner the rest") {
  DeferredTask task;
  task.share();
  int done = 0;
  task.leave(bits(2, done, 1));
  CHECK(task.help());
  CHECK(done == 1);
  CHECK(task.help());
  CHECK(done == 2);
  CHECK_FALSE(task.help());
  task.finish();
  CHECK(done == 2);
  task.leave(bits(5, done, 10));
  CHECK(task.help());
  CHECK(done == 12);
  task.finish();
  CHECK(done == 52);
  CHECK_FALSE(task.help());
}

TEST_CASE("what is left is done in its order, whoever does it") {
  DeferredTask task;
  task.share();
  std::atomic<bool> ended = false;
  std::thread helper([&] {
    while (!ended) {
      if (!task.help()) std::this_thread::yield();
    }
  });
  std::vector<int> order;
  for (int i = 0; i < 1000; ++i) {
    task.leave([&order, i, bit = 0]() mutable {
      order.push_back(3 * i + bit);
      return ++bit < 3;
    });
  }
  task.finish();
  ended = true;
  helper.join();
  REQUIRE(order.size() == 3000);
  for (int i = 0; i < 3000; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("what fails in the helper's hands fails for its owner, once") {
  DeferredTask task;
  task.share();
  task.leave([]() -> bool { throw std::runtime_error("no memory"); });
  CHECK(task.help());
  CHECK_THROWS_AS(task.finish(), std::runtime_error);
  CHECK_NOTHROW(task.finish());
}

}  // namespace curfew::correlate
