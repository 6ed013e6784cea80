#include "correlate/errand.h"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/catch.h"

namespace curfew::correlate {

TEST_CASE("an errand nobody helps with is done at once") {
  Errand errand;
  int done = 0;
  errand.leave([&] { ++done; });
  CHECK(done == 1);
  CHECK_FALSE(errand.help());
  errand.finish();
  CHECK(done == 1);
}

TEST_CASE("an errand that nobody took is done before the next one is left, and when it is wanted") {
  Errand errand;
  errand.share();
  int done = 0;
  errand.leave([&] { ++done; });
  CHECK(done == 0);
  errand.leave([&] { done += 10; });
  CHECK(done == 1);
  errand.finish();
  CHECK(done == 11);
  errand.finish();
  CHECK(done == 11);
}

TEST_CASE("a helper does what was left, once") {
  Errand errand;
  errand.share();
  int done = 0;
  errand.leave([&] { ++done; });
  CHECK(errand.help());
  CHECK(done == 1);
  CHECK_FALSE(errand.help());
  errand.finish();
  CHECK(done == 1);
}

TEST_CASE("what is left is done in its order, whoever does it") {
  Errand errand;
  errand.share();
  std::atomic<bool> ended = false;
  std::thread helper([&] {
    while (!ended) {
      if (!errand.help()) std::this_thread::yield();
    }
  });
  std::vector<int> order;
  for (int i = 0; i < 1000; ++i) errand.leave([&order, i] { order.push_back(i); });
  errand.finish();
  ended = true;
  helper.join();
  REQUIRE(order.size() == 1000);
  for (int i = 0; i < 1000; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("what fails in the helper's hands fails for its owner, once") {
  Errand errand;
  errand.share();
  errand.leave([] { throw std::runtime_error("no memory"); });
  CHECK(errand.help());
  CHECK_THROWS_AS(errand.finish(), std::runtime_error);
  CHECK_NOTHROW(errand.finish());
}

}  // namespace curfew::correlate
