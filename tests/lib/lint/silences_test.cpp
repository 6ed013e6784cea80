#include "lint/silences.h"

#include "support/catch.h"

using namespace curfew;
using lint::Silences;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const Instant start = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 1));

// Days of a line a minute, and nothing from 23:00 to 05:00.
void hear_days(Silences& silences, int days, Instant not_from = Instant::max(),
               Instant not_until = Instant::max()) {
  for (int day = 0; day < days; ++day) {
    for (int minute = 5 * 60; minute < 23 * 60; ++minute) {
      const Instant at = start + hours(24 * day) + minutes(minute);
      if (at <= not_from || at >= not_until) silences.hear("mx", at);
    }
  }
}

}  // namespace

TEST_CASE("what is silent every night is no gap, what is silent once is") {
  Silences usual;
  hear_days(usual, 6);
  CHECK(usual.unusual({}).empty());

  Silences broken;
  const Instant from = start + hours(24 * 3 + 10);
  hear_days(broken, 6, from, from + minutes(95));
  const auto gaps = broken.unusual({});
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].from == from);
  CHECK(gaps[0].to == from + minutes(95));
  CHECK(gaps[0].usual == minutes(10));
  CHECK(gaps[0].server == 1);
}

TEST_CASE("half an hour is the shortest gap") {
  for (const int length : {30, 31}) {
    Silences silences;
    const Instant from = start + hours(24 * 3 + 10);
    hear_days(silences, 6, from, from + minutes(length));
    CHECK(silences.unusual({}).size() == (length > 30 ? 1 : 0));
  }
}

TEST_CASE("a night that is three times as long is a gap, a longer evening is none") {
  Silences silences;
  for (int day = 0; day < 10; ++day) {
    // Each night of six hours begins at another hour.
    for (int minute = 0; minute < 18 * 60; ++minute) {
      silences.hear("mx", start + hours(24 * day + day % 3) + minutes(minute));
    }
  }
  CHECK(silences.unusual({}).empty());
  silences.hear("mx", start + hours(24 * 9 + 18 + 48));
  CHECK(silences.unusual({}).size() == 1);
}

TEST_CASE("another log of the same server fills a gap, one of another server does not") {
  const Instant from = start + hours(24 * 3 + 10);
  Silences silences;
  hear_days(silences, 6, from, from + minutes(95));
  for (int i = 0; i <= 95; ++i) silences.hear("web", from + minutes(i));
  CHECK(silences.unusual({}).size() == 1);
  for (int i = 50; i >= 20; i -= 10) silences.hear("mx", from + minutes(i));
  const auto gaps = silences.unusual({});
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].from == from + minutes(50));
  CHECK(gaps[0].to == from + minutes(95));
  silences.hear("mx", from + minutes(70));
  CHECK(silences.unusual({}).empty());
}

TEST_CASE("servers beyond the bound are heard as one") {
  Silences silences;
  for (int i = 0; i < 1000; ++i) {
    silences.hear("mx" + std::to_string(i), start + minutes(i));
  }
  silences.hear("later", start + hours(26));
  const auto gaps = silences.unusual({});
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].server == Silences::most_servers + 1);
}
