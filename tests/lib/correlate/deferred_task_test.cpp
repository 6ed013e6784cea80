#include "correlate/deferred_task.h"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/catch.h"

namespace curfew::correlate {

TEST_CASE("an task nobody helps with is done at once") {
  DeferredTask task;
  int done = 0;
  task.leave([&] { ++done; });
  CHECK(done == 1);
  CHECK_FALSE(task.help());
  task.finish();
  CHECK(done == 1);
}

TEST_CASE("an task that nobody took is done before the next one is left, and when it is wanted") {
  DeferredTask task;
  task.share();
  int done = 0;
  task.leave([&] { ++done; });
  CHECK(done == 0);
  task.leave([&] { done += 10; });
  CHECK(done == 1);
  task.finish();
  CHECK(done == 11);
  task.finish();
  CHECK(done == 11);
}

TEST_CASE("a helper does what was left, once") {
  DeferredTask task;
  task.share();
  int done = 0;
  task.leave([&] { ++done; });
  CHECK(task.help());
  CHECK(done == 1);
  CHECK_FALSE(task.help());
  task.finish();
  CHECK(done == 1);
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
  for (int i = 0; i < 1000; ++i) task.leave([&order, i] { order.push_back(i); });
  task.finish();
  ended = true;
  helper.join();
  REQUIRE(order.size() == 1000);
  for (int i = 0; i < 1000; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("what fails in the helper's hands fails for its owner, once") {
  DeferredTask task;
  task.share();
  task.leave([] { throw std::runtime_error("no memory"); });
  CHECK(task.help());
  CHECK_THROWS_AS(task.finish(), std::runtime_error);
  CHECK_NOTHROW(task.finish());
}

}  // namespace curfew::correlate
