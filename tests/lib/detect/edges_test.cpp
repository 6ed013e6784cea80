#include "detect/edges.h"

#include "support/catch.h"

namespace curfew::detect {

TEST_CASE("of two equally round times an end is the later, so that nobody comes too early") {
  const EdgeMinutes edge{.estimate = 6 * 60 + 10, .earliest = 5 * 60 + 30, .latest = 7 * 60 + 1};
  CHECK(edge.rounded(EdgeSide::end, 0) == 7 * 60);
  CHECK(edge.rounded(EdgeSide::start, 0) == 6 * 60);
}

TEST_CASE("an edge is the roundest time of its interval, and else its estimate") {
  const EdgeMinutes edge{.estimate = 421, .earliest = 419, .latest = 424};
  CHECK(edge.rounded(EdgeSide::end, 0) == 420);
  const EdgeMinutes odd{.estimate = 422.4, .earliest = 422, .latest = 423};
  CHECK(odd.rounded(EdgeSide::end, 0) == 422);
}

}  // namespace curfew::detect
