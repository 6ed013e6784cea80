#include "lib/time/moments.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("a moment is written in the zone that is asked for") {
  const Instant at = utc("2020-06-03T00:00:00Z");
  CHECK(rfc3339(at) == "2020-06-03T00:00:00Z");
  CHECK(rfc3339(at, TimeZone::named("America/Phoenix")) == "2020-06-02T17:00:00-07:00");
  CHECK(rfc3339(at, TimeZone::fixed(330min)) == "2020-06-03T05:30:00+05:30");
  CHECK(rfc3339(at, TimeZone::fixed(-30min)) == "2020-06-02T23:30:00-00:30");
}

TEST_CASE("Z is written for UTC alone, not for London in winter") {
  const Instant winter = utc("2026-01-15T12:00:00Z");
  CHECK(rfc3339(winter, TimeZone::named("Europe/London")) == "2026-01-15T12:00:00+00:00");
  CHECK(rfc3339(winter, TimeZone::fixed(0min)) == "2026-01-15T12:00:00Z");
}

TEST_CASE("milliseconds are written when there are any") {
  CHECK(rfc3339(utc("2026-11-23T16:04:53.469Z")) == "2026-11-23T16:04:53.469Z");
  CHECK(rfc3339(utc("2026-11-23T16:04:53.007Z")) == "2026-11-23T16:04:53.007Z");
  CHECK(rfc3339(utc("2026-11-23T16:04:53.000Z")) == "2026-11-23T16:04:53Z");
}

TEST_CASE("moments before 1970 are written as they are") {
  CHECK(rfc3339(Instant(-1ms)) == "1969-12-31T23:59:59.999Z");
  CHECK(rfc3339(utc("0001-01-01T00:00:00Z")) == "0001-01-01T00:00:00Z");
}

TEST_CASE("what was written is read back as the same moment") {
  const TimeZone zone = TimeZone::named("America/New_York");
  bool same = true;
  for (int i = 0; i < 1000; ++i) {
    const Instant at = utc("2026-01-01T00:00:00Z") + i * 31'234'567ms;
    const Stamp read = stamp(rfc3339(at, zone));
    same = same && read.offset && Instant(read.wall.time_since_epoch() - *read.offset) == at;
  }
  CHECK(same);
}

TEST_CASE("for people a moment is written to the minute") {
  const Instant at = utc("2020-06-03T00:00:59.999Z");
  CHECK(wall_minutes(at, TimeZone::named("America/Phoenix")) == "2020-06-02 17:00");
  CHECK(wall_minutes(at, {}) == "2020-06-03 00:00");
}

}  // namespace curfew::test
