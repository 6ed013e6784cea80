#include "detect/workers.h"

#include <atomic>
#include <stdexcept>
#include <vector>

#include "support/catch.h"

namespace curfew::detect {

TEST_CASE("each piece of work is done once, on however many threads") {
  for (const unsigned threads : {0U, 1U, 2U, 9U}) {
    for (const std::size_t count : {0U, 1U, 5U, 1000U}) {
      std::vector<int> done(count);
      in_parallel(count, threads, [&] { return [&](std::size_t i) { ++done[i]; }; });
      CHECK(done == std::vector<int>(count, 1));
    }
  }
}

TEST_CASE("each thread has what it works with for itself") {
  std::atomic<int> made = 0;
  std::atomic<int> shared = 0;
  in_parallel(1000, 4, [&] {
    ++made;
    return [&, busy = std::make_shared<std::atomic<bool>>(false)](std::size_t) {
      if (busy->exchange(true)) ++shared;
      *busy = false;
    };
  });
  CHECK(made >= 1);
  CHECK(made <= 4);
  CHECK(shared == 0);
}

TEST_CASE("what a piece of work throws is thrown when all threads have ended") {
  constexpr int count = 1'000'000'000;  // more than anybody does before he hears of it
  for (const unsigned threads : {1U, 3U}) {
    std::atomic<int> done = 0;
    const auto work = [&] {
      in_parallel(count, threads, [&] {
        return [&](std::size_t i) {
          ++done;
          if (i == 10) throw std::runtime_error("no such zone");
        };
      });
    };
    CHECK_THROWS_WITH(work(), "no such zone");
    CHECK(done < count);
  }
}

}  // namespace curfew::detect
