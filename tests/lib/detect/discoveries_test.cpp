#include "detect/discoveries.h"

#include <cmath>

#include "support/catch.h"

namespace curfew::detect {

TEST_CASE("q is p times the tests, divided by its rank, and never falls with p") {
  const std::vector<double> q =
      q_values({std::log(0.01), std::log(0.5), std::log(0.02), std::log(0.9)});
  CHECK(std::fabs(q[0] - 0.04) < 1e-12);
  CHECK(std::fabs(q[2] - 0.04) < 1e-12);
  CHECK(std::fabs(q[1] - 2.0 / 3) < 1e-12);
  CHECK(std::fabs(q[3] - 0.9) < 1e-12);
  CHECK(q_values({}).empty());
}

}  // namespace curfew::detect
