#include "verdict/wait_shares.h"

#include "lib/verdict/stream.h"
#include "support/catch.h"

namespace curfew::verdict {
namespace {

using namespace std::chrono_literals;
using test::Stream;

// The stream begins on Monday, 4 March 2024, 00:00 UTC.
Finding nightly() {
  Finding finding;
  finding.kind = FindingKind::curfew;
  Window window;
  window.start = Edge{.estimate = 17h, .rounded = 17h, .earliest = 17h, .latest = 17h};
  window.end = Edge{.estimate = 7h, .rounded = 7h, .earliest = 7h, .latest = 7h};
  window.days.fill(OnDay::yes);
  finding.windows = {window};
  return finding;
}

}  // namespace

TEST_CASE("the time within the window is theirs, what comes after it ours") {
  Stream stream;
  stream.add({.at = 18h, .refused = true, .message = "A"});
  stream.retry({.at = 32h, .refused = false, .message = "A"});
  const auto shares = wait_shares(nightly(), stream.evidence());
  REQUIRE(shares);
  CHECK(shares->deliveries == 1);
  CHECK(shares->median == 14h);
  CHECK(shares->theirs == 13h);
  CHECK(shares->ours == 1h);
  CHECK(shares->ours_share == Approx(1.0 / 14));
}

TEST_CASE("a day missed by our own schedule is ours") {
  Stream stream;
  stream.add({.at = 18h, .refused = true, .message = "A"});
  stream.retry({.at = 42h, .refused = true, .message = "A"});
  stream.retry({.at = 56h, .refused = false, .message = "A"});
  const auto shares = wait_shares(nightly(), stream.evidence());
  REQUIRE(shares);
  CHECK(shares->theirs == 13h + 14h);
  CHECK(shares->ours == 10h + 1h);
}

TEST_CASE("without a window the remote's share ends with the first mail it took") {
  Stream stream;
  stream.add({.at = 0h, .refused = true, .message = "A"});
  stream.add({.at = 2h, .refused = false, .message = "B"});
  stream.retry({.at = 5h, .refused = false, .message = "A"});
  const auto shares = wait_shares({}, stream.evidence());
  REQUIRE(shares);
  CHECK(shares->theirs == 2h);
  CHECK(shares->ours == 3h);
}

TEST_CASE("nothing held, nothing to share") {
  Stream stream;
  stream.add({.at = 0h, .refused = true, .message = "A"});
  CHECK_FALSE(wait_shares({}, stream.evidence()));
}

}  // namespace curfew::verdict
