#include "detect/circular.h"

#include "support/catch.h"

namespace curfew::detect {

TEST_CASE("the best run of a circle may lie over its end") {
  const CircularRun run = best_circular_run({2, -1, -5, -1, 3, 4});
  CHECK(run.start == 4);
  CHECK(run.length == 3);
  CHECK(run.sum == 9);
}

TEST_CASE("the best run of a circle is never the whole circle") {
  CHECK(best_circular_run({1, 1, 1}).length <= 3);
  CHECK(best_circular_run({-1, -2, -3}).length == 1);
}

TEST_CASE("the best stretch leaves out what speaks against it") {
  const Stretch stretch = best_stretch({-1, 2, 3, -1, 4, -9, 1});
  CHECK(stretch.first == 1);
  CHECK(stretch.last == 4);
  CHECK(best_stretch({0.5, 2}).first == 0);
  CHECK(best_stretch({0, 2}).first == 1);
  CHECK(best_stretch({2, 0}).last == 0);
  CHECK(best_stretch({-1, -1}).last < 0);
}

}  // namespace curfew::detect
