// Zones and clocks of logs are kept, and go on.
#include <string>
#include <string_view>

#include "curfew/error.h"
#include "lib/time/moments.h"
#include "support/catch.h"
#include "text/state.h"
#include "time/clock_state.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

template <class T>
T kept(const T& value) {
  T read;
  text::restore(read, text::state_of(value));
  CHECK(text::state_of(read) == text::state_of(value));
  return read;
}

}  // namespace

TEST_CASE("a zone that was kept is the same zone") {
  const Instant summer = utc("2026-07-01T00:00:00Z");
  for (const char* name : {"America/Phoenix", "Europe/Berlin", "UTC", "-07:00", "+05:45"}) {
    INFO(name);
    const TimeZone zone = TimeZone::named(name);
    const TimeZone same = kept(zone);
    CHECK(same.name() == zone.name());
    CHECK(same.is_fixed() == zone.is_fixed());
    CHECK(same.offset(summer) == zone.offset(summer));
  }
}

TEST_CASE("a zone that is none is refused") {
  const std::string berlin = text::state_of(TimeZone::named("Europe/Berlin"));
  TimeZone zone;
  std::string other = berlin;
  other.replace(other.find("Berlin"), 6, "Atlant");
  CHECK_THROWS_AS(text::restore(zone, other), Error);
  CHECK(zone.name() == "UTC");
  std::string named = text::state_of(TimeZone::named("+05:45"));
  named.replace(named.find("05:45"), 5, "05:44");
  CHECK_THROWS_AS(text::restore(zone, named), Error);
}

TEST_CASE("a clock goes on with the year, the order and the offsets that it has seen") {
  ClockHints hints;
  hints.zone = TimeZone::named("Europe/Berlin");
  hints.zone_source = ClockSource::learned;
  hints.year = 2025;
  hints.year_source = ClockSource::learned;
  hints.newest = utc("2026-12-01T00:00:00Z");
  // Over New Year, through the hour that comes twice, an offset that is seen twice, one of a
  // stamp's own, and a stamp of the future.
  const std::string_view stamps[] = {
      "Dec 31 23:59:58",           "Jan  1 00:00:01",           "Dec 31 23:59:59",
      "Oct 25 02:10:00",           "Oct 25 02:59:00",           "Oct 25 02:00:30",
      "Oct 25 02:00:31",           "2026-10-26T10:00:00+02:00", "Nov 20 12:00:00",
      "2026-11-21T10:00:00+01:00", "Nov 22 12:00:00",           "Nov 22 12:00:00",
      "Nov 22 12:00:01",           "Dec 20 12:00:00",           "Dec 20 12:00:05"};
  LogClock whole(hints);
  LogClock part(hints);
  for (const std::string_view shown : stamps) {
    INFO(shown);
    part = kept(part);
    if (shown.starts_with("Nov 22")) {
      const Instant seen =
          shown.ends_with("0") ? utc("2026-11-22T09:00:00Z") : utc("2026-11-22T09:00:01Z");
      whole.observe(stamp(shown), seen);
      part = kept(part);
      part.observe(stamp(shown), seen);
    }
    CHECK(part.at(stamp(shown)) == whole.at(stamp(shown)));
  }
  part = kept(part);
  CHECK(text::state_of(part) == text::state_of(whole));
  CHECK(part.offset_changes() == 1);
  CHECK(part.stamps_in_the_future() == 2);
  CHECK(part.first_year_used() == 2025);
  CHECK(part.last_offset() == 60min);
  CHECK(part.offset_before() == 120min);
  CHECK(part.hints().zone.name() == "UTC+03:00");
}

TEST_CASE("a clock with what no clock shows is refused") {
  ClockHints hints;
  hints.year = 1'000'000'000;
  LogClock clock;
  CHECK_THROWS_AS(text::restore(clock, text::state_of(LogClock(hints))), Error);
  hints.year = 2026;
  hints.year_day = 367;
  CHECK_THROWS_AS(text::restore(clock, text::state_of(LogClock(hints))), Error);
  Stamp odd;
  odd.offset = 100'000min;
  CHECK_THROWS_AS(text::restore(odd, text::state_of(odd)), Error);
  NewYears years{.first_day = 1, .last_day = 1, .passed = -1};
  CHECK_THROWS_AS(text::restore(years, text::state_of(years)), Error);
}

}  // namespace curfew::test
