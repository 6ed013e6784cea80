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
  stream.add({.at = 2h + 5s, .refused = false, .message = "B"});
  stream.retry({.at = 5h, .refused = false, .message = "A"});
  const auto shares = wait_shares({}, stream.evidence());
  REQUIRE(shares);
  CHECK(shares->theirs == 2h);
  CHECK(shares->ours == 3h);
}

TEST_CASE("hours that were moved are theirs only while they held") {
  Stream stream;
  stream.add({.at = 18h, .refused = true, .message = "A"});
  stream.retry({.at = 32h, .refused = false, .message = "A"});
  Finding moved = nightly();
  moved.windows[0].onset_known = true;
  moved.windows[0].first_seen = Instant(std::chrono::sys_days(std::chrono::year(2024) / 3 / 5));
  CHECK(wait_shares(moved, stream.evidence())->theirs == 7h);
  moved = nightly();
  moved.windows[0].ended = true;
  moved.windows[0].last_seen =
      Instant(std::chrono::sys_days(std::chrono::year(2024) / 3 / 4)) + 17h;
  CHECK(wait_shares(moved, stream.evidence())->theirs == 13h);
  moved.windows[0].last_seen -= 24h;
  CHECK(wait_shares(moved, stream.evidence())->theirs == 0h);
}

TEST_CASE("the median is that of the remote's waits, whatever their number") {
  for (const int deliveries : {1, 2, 3, 40, 480, 481, 520}) {
    Stream stream;
    Waits waits;
    for (int i = 0; i < deliveries; ++i) {
      const std::string message = "M" + std::to_string(i);
      stream.add({.at = i * 1h, .refused = true, .message = message});
      stream.retry({.at = i * 1h + (i % 50 + 1) * 1min, .refused = false, .message = message});
      waits.add((i % 50 + 1) * 1min);
    }
    const auto shares = wait_shares({}, stream.evidence());
    REQUIRE(shares);
    CHECK(shares->median == waits.quantile(0.5));
    CHECK(shares->longest == waits.longest());
  }
}

TEST_CASE("nothing held, nothing to share") {
  Stream stream;
  stream.add({.at = 0h, .refused = true, .message = "A"});
  CHECK_FALSE(wait_shares({}, stream.evidence()));
}

}  // namespace curfew::verdict
