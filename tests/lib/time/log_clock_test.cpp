#include <string>
#include <vector>

#include "lib/time/moments.h"
#include "time/wall_year.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

ClockHints in_zone(const char* zone, ClockSource source = ClockSource::option) {
  ClockHints hints;
  hints.zone = TimeZone::named(zone);
  hints.zone_source = source;
  return hints;
}

ClockHints in_year(int year, int year_day = 0) {
  ClockHints hints;
  hints.year = year;
  hints.year_day = year_day;
  hints.year_source = year_day == 0 ? ClockSource::option : ClockSource::learned;
  return hints;
}

ClockHints not_after(std::string_view newest) {
  ClockHints hints;
  hints.newest = utc(newest);
  return hints;
}

std::string at(LogClock& clock, std::string_view shown) {
  return rfc3339(clock.at(stamp(shown)));
}

}  // namespace

TEST_CASE("a stamp with an offset is taken as it is") {
  LogClock clock(in_zone("America/Phoenix"));
  CHECK(at(clock, "2026-11-23T16:04:53.469+01:00") == "2026-11-23T15:04:53.469Z");
  CHECK(at(clock, "2026-11-23T16:04:53Z") == "2026-11-23T16:04:53Z");
  CHECK_FALSE(clock.saw_stamp_without_offset());
  CHECK_FALSE(clock.saw_stamp_without_year());
}

TEST_CASE("a stamp without an offset is read in the log's zone") {
  LogClock clock(in_zone("America/Phoenix"));
  CHECK(at(clock, "2020-06-02T17:00:00") == "2020-06-03T00:00:00Z");
  CHECK(at(clock, "2020-06-02T17:00:59.999") == "2020-06-03T00:00:59.999Z");
  CHECK(at(clock, "2020-06-02T17:01:00") == "2020-06-03T00:01:00Z");
  CHECK(clock.saw_stamp_without_offset());
  CHECK_FALSE(clock.saw_stamp_without_year());
}

TEST_CASE("the year of the option is that of the first stamp") {
  LogClock clock(in_year(2019));
  CHECK(at(clock, "Dec 31 23:59:59") == "2019-12-31T23:59:59Z");
  CHECK(at(clock, "Jan  1 00:00:00") == "2020-01-01T00:00:00Z");
  CHECK(clock.saw_stamp_without_year());
}

TEST_CASE("a late line after New Year stands in the old year") {
  LogClock clock(in_year(2019));
  CHECK(at(clock, "Dec 31 23:59:58") == "2019-12-31T23:59:58Z");
  CHECK(at(clock, "Jan  1 00:00:01") == "2020-01-01T00:00:01Z");
  CHECK(at(clock, "Dec 31 23:59:59") == "2019-12-31T23:59:59Z");
  CHECK(at(clock, "Jan  1 00:00:02") == "2020-01-01T00:00:02Z");
  CHECK(at(clock, "Jan  1 00:00:03") == "2020-01-01T00:00:03Z");
}

TEST_CASE("several New Years are counted") {
  LogClock clock(in_year(2019));
  for (int year = 2019; year < 2026; ++year) {
    for (const char* day : {"Mar  1", "Jul  1", "Nov  1"}) {
      const std::string got = at(clock, std::string(day) + " 12:00:00");
      CHECK(got.substr(0, 4) == std::to_string(year));
    }
  }
}

TEST_CASE("29 February stands in its leap year") {
  LogClock clock(in_year(2024));
  CHECK(at(clock, "Feb 28 12:00:00") == "2024-02-28T12:00:00Z");
  CHECK(at(clock, "Feb 29 12:00:00") == "2024-02-29T12:00:00Z");
  CHECK(at(clock, "Mar  1 12:00:00") == "2024-03-01T12:00:00Z");
}

TEST_CASE("a log that begins on 29 February begins in a leap year") {
  LogClock clock(not_after("2026-03-05T00:00:00Z"));
  CHECK(at(clock, "Feb 29 12:00:00") == "2024-02-29T12:00:00Z");
  CHECK(at(clock, "Mar  1 12:00:00") == "2024-03-01T12:00:00Z");
}

TEST_CASE("29 February in a year that has none keeps the log's order") {
  LogClock clock(in_year(2025));
  CHECK(at(clock, "Feb 28 23:59:00") == "2025-02-28T23:59:00Z");
  CHECK(at(clock, "Feb 29 12:00:00") == "2025-03-01T12:00:00Z");
  CHECK(at(clock, "Mar  1 12:00:00") == "2025-03-01T12:00:00Z");
}

TEST_CASE("the first year is the last one in which nothing is younger than the log") {
  LogClock same_year(not_after("2026-11-23T17:00:00Z"));
  CHECK(at(same_year, "Nov 23 16:04:53") == "2026-11-23T16:04:53Z");
  LogClock january(not_after("2026-01-08T00:00:00Z"));
  CHECK(at(january, "Dec 28 16:04:53") == "2025-12-28T16:04:53Z");
  CHECK(at(january, "Jan  2 16:04:53") == "2026-01-02T16:04:53Z");
  CHECK(january.stamps_in_the_future() == 0);
  LogClock clock_slightly_wrong(not_after("2026-11-23T16:00:00Z"));
  CHECK(at(clock_slightly_wrong, "Nov 23 16:04:53") == "2026-11-23T16:04:53Z");
}

TEST_CASE("the newest moment's year is that of the log's zone") {
  ClockHints hints = in_zone("Asia/Tokyo");
  hints.newest = utc("2025-12-31T16:00:00Z");  // New Year's Day in Tokyo
  LogClock clock(hints);
  CHECK(at(clock, "Jan  1 00:30:00") == "2025-12-31T15:30:00Z");
}

TEST_CASE("stamps younger than the log can be are counted") {
  LogClock clock(not_after("2026-11-23T16:00:00Z"));
  clock.at(stamp("Nov 23 15:00:00"));
  clock.at(stamp("Nov 25 15:59:00"));
  CHECK(clock.stamps_in_the_future() == 0);
  clock.at(stamp("Nov 26 15:00:00"));
  clock.at(stamp("Nov 26 15:00:01"));
  CHECK(clock.stamps_in_the_future() == 2);
}

TEST_CASE("without any hint of the year it is 1970, and nothing is in the future") {
  LogClock clock;
  CHECK(at(clock, "Nov 23 16:04:53") == "1970-11-23T16:04:53Z");
  CHECK(clock.stamps_in_the_future() == 0);
}

TEST_CASE("a learned year is that of the day it was learned on") {
  LogClock later(in_year(2026, 5));  // learned on 5 January
  CHECK(at(later, "Dec 30 12:00:00") == "2025-12-30T12:00:00Z");
  CHECK(at(later, "Jan  5 12:00:00") == "2026-01-05T12:00:00Z");
  LogClock same(in_year(2025, 364));
  CHECK(at(same, "Dec 28 12:00:00") == "2025-12-28T12:00:00Z");
  CHECK(at(same, "Jan  5 12:00:00") == "2026-01-05T12:00:00Z");
}

TEST_CASE("the order of lines tells the passes of an hour that comes twice apart") {
  LogClock clock(in_zone("America/New_York"));
  CHECK(at(clock, "2026-11-01T00:59:59") == "2026-11-01T04:59:59Z");
  CHECK(at(clock, "2026-11-01T01:00:00") == "2026-11-01T05:00:00Z");
  CHECK(at(clock, "2026-11-01T01:59:59") == "2026-11-01T05:59:59Z");
  CHECK(at(clock, "2026-11-01T01:00:00") == "2026-11-01T06:00:00Z");
  CHECK(at(clock, "2026-11-01T01:30:00") == "2026-11-01T06:30:00Z");
  CHECK(at(clock, "2026-11-01T01:59:59") == "2026-11-01T06:59:59Z");
  CHECK(at(clock, "2026-11-01T02:00:00") == "2026-11-01T07:00:00Z");
}

TEST_CASE("lines up to a minute late do not begin the second pass") {
  LogClock clock(in_zone("America/New_York"));
  CHECK(at(clock, "2026-11-01T01:31:30") == "2026-11-01T05:31:30Z");
  CHECK(at(clock, "2026-11-01T01:30:45") == "2026-11-01T05:30:45Z");
  CHECK(at(clock, "2026-11-01T01:31:31") == "2026-11-01T05:31:31Z");
  CHECK(at(clock, "2026-11-01T01:30:31") == "2026-11-01T05:30:31Z");
}

TEST_CASE("a late line behind the second pass belongs to it") {
  LogClock clock(in_zone("America/New_York"));
  CHECK(at(clock, "2026-11-01T02:00:30") == "2026-11-01T07:00:30Z");
  CHECK(at(clock, "2026-11-01T01:59:50") == "2026-11-01T06:59:50Z");
}

TEST_CASE("logs put together the wrong way round keep the first pass") {
  LogClock clock(in_zone("America/New_York"));
  CHECK(at(clock, "2026-11-08T12:00:00") == "2026-11-08T17:00:00Z");
  CHECK(at(clock, "2026-11-01T01:00:00") == "2026-11-01T05:00:00Z");
  CHECK(at(clock, "2026-11-01T01:50:00") == "2026-11-01T05:50:00Z");
  CHECK(at(clock, "2026-11-01T01:10:00") == "2026-11-01T06:10:00Z");
}

TEST_CASE("an id proves the second pass where the lines are too few to show it") {
  LogClock clock(in_zone("America/New_York"));
  CHECK(at(clock, "2026-11-01T00:10:00") == "2026-11-01T04:10:00Z");
  const Stamp shown = stamp("2026-11-01T01:30:00");
  CHECK(rfc3339(clock.at(shown)) == "2026-11-01T05:30:00Z");
  clock.observe(shown, utc("2026-11-01T06:29:59Z"));
  CHECK(rfc3339(clock.at(shown)) == "2026-11-01T06:30:00Z");
  CHECK(at(clock, "2026-11-01T01:30:02") == "2026-11-01T06:30:02Z");
  CHECK(at(clock, "2026-11-01T01:45:00") == "2026-11-01T06:45:00Z");
}

TEST_CASE("ids of old messages do not bring the first pass back") {
  LogClock clock(in_zone("America/New_York"));
  at(clock, "2026-11-01T01:50:00");
  CHECK(at(clock, "2026-11-01T01:10:00") == "2026-11-01T06:10:00Z");
  for (const char* old : {"2026-11-01T05:09:30Z", "2026-11-01T05:45:00Z", "2026-10-31T12:00:00Z"}) {
    clock.observe(stamp("2026-11-01T01:10:00"), utc(old));
    CHECK(at(clock, "2026-11-01T01:10:30") == "2026-11-01T06:10:30Z");
  }
}

TEST_CASE("an id of the first pass leaves the first pass alone") {
  LogClock clock(in_zone("America/New_York"));
  CHECK(at(clock, "2026-11-01T01:10:00") == "2026-11-01T05:10:00Z");
  clock.observe(stamp("2026-11-01T01:10:00"), utc("2026-11-01T05:10:00Z"));
  CHECK(at(clock, "2026-11-01T01:10:01") == "2026-11-01T05:10:01Z");
  CHECK(at(clock, "2026-11-01T01:20:00") == "2026-11-01T05:20:00Z");
}

TEST_CASE("ids that are younger than the second pass do not prove it") {
  LogClock clock(in_zone("America/New_York"));  // the log's own clock is in another zone
  clock.observe(stamp("2026-11-01T01:10:00"), utc("2026-11-01T08:10:00Z"));
  CHECK(at(clock, "2026-11-01T01:10:00") == "2026-11-01T05:10:00Z");
}

TEST_CASE("ids do not move a zone that was given") {
  LogClock clock(in_zone("UTC-07:00"));
  for (int i = 0; i < 10; ++i) {
    clock.observe(stamp("2026-11-23T16:00:00"), utc("2026-11-23T22:00:00Z") + i * 1s);
  }
  CHECK(at(clock, "2026-11-23T16:00:00") == "2026-11-23T23:00:00Z");
  CHECK(clock.offset_changes() == 0);
}

TEST_CASE("a learned zone follows a change of clocks after two ids that agree") {
  ClockHints hints = in_zone("UTC-04:00", ClockSource::learned);
  hints.year = 2026;
  LogClock clock(hints);
  CHECK(at(clock, "Oct 31 23:00:00") == "2026-11-01T03:00:00Z");
  clock.observe(stamp("Oct 31 23:00:00"), utc("2026-11-01T03:00:00Z"));
  CHECK(at(clock, "Nov  1 03:00:00") == "2026-11-01T07:00:00Z");
  clock.observe(stamp("Nov  1 03:00:00"), utc("2026-11-01T08:00:00Z"));
  CHECK(clock.offset_changes() == 0);
  clock.observe(stamp("Nov  1 03:00:00"), utc("2026-11-01T08:00:00Z"));  // the same id once more
  CHECK(clock.offset_changes() == 0);
  CHECK(at(clock, "Nov  1 03:00:01") == "2026-11-01T07:00:01Z");
  clock.observe(stamp("Nov  1 03:00:02"), utc("2026-11-01T08:00:02Z"));
  CHECK(clock.offset_changes() == 1);
  CHECK(at(clock, "Nov  1 03:00:03") == "2026-11-01T08:00:03Z");  // in the minute that was cached
  CHECK(clock.hints().zone.name() == "UTC-05:00");
}

TEST_CASE("an id that agrees with the zone takes back the doubt") {
  LogClock clock(in_zone("UTC-04:00", ClockSource::learned));
  for (int i = 0; i < 10; ++i) {
    const Stamp shown = stamp("2026-11-01T03:00:00");
    clock.observe(shown, utc("2026-11-01T06:00:00Z") + i * 1s);  // an hour old
    clock.observe(shown, utc("2026-11-01T07:00:00Z"));
  }
  CHECK(clock.offset_changes() == 0);
}

TEST_CASE("ids that fit no zone say nothing") {
  LogClock clock(in_zone("UTC-04:00", ClockSource::learned));
  for (int i = 0; i < 10; ++i) {
    clock.observe(stamp("2026-11-01T03:00:00"), utc("2026-11-01T06:40:00Z") + i * 1s);
    clock.observe(stamp("2026-11-01T03:00:00"), utc("2020-11-01T06:40:00Z") + i * 1s);
    clock.observe(stamp("2026-11-01T03:00:00Z"), utc("2026-11-01T08:00:00Z") + i * 1s);
  }
  CHECK(clock.offset_changes() == 0);
}

TEST_CASE("a learned zone follows over New Year too") {
  ClockHints hints = in_zone("UTC", ClockSource::learned);
  hints.year = 2025;
  LogClock clock(hints);
  CHECK(at(clock, "Dec 31 23:00:00") == "2025-12-31T23:00:00Z");
  clock.observe(stamp("Jan  1 00:00:00"), utc("2025-12-31T23:00:00Z"));
  clock.observe(stamp("Jan  1 00:00:01"), utc("2025-12-31T23:00:01Z"));
  CHECK(at(clock, "Jan  1 00:00:02") == "2025-12-31T23:00:02Z");
}

TEST_CASE("the system's zone, learned in winter, gives way when summer shows it wrong") {
  LogClock clock(in_zone("America/New_York", ClockSource::learned));  // it is Bogota's log
  CHECK(at(clock, "2026-01-15T07:00:00") == "2026-01-15T12:00:00Z");
  clock.observe(stamp("2026-07-15T07:00:00"), utc("2026-07-15T12:00:00Z"));
  clock.observe(stamp("2026-07-15T07:00:01"), utc("2026-07-15T12:00:01Z"));
  CHECK(at(clock, "2026-07-15T07:00:02") == "2026-07-15T12:00:02Z");
  CHECK(clock.hints().zone.name() == "UTC-05:00");
}

TEST_CASE("lines of an hour that never comes keep the clock going") {
  LogClock clock(in_zone("America/New_York"));
  CHECK(at(clock, "2026-03-08T01:59:59") == "2026-03-08T06:59:59Z");
  CHECK(at(clock, "2026-03-08T02:30:00") == "2026-03-08T07:30:00Z");
  CHECK(at(clock, "2026-03-08T03:00:00") == "2026-03-08T07:00:00Z");
}

TEST_CASE("stamps with and without a year do not share a minute") {
  LogClock clock(in_year(2026));
  CHECK(at(clock, "Nov 23 16:04:53") == "2026-11-23T16:04:53Z");
  CHECK(at(clock, "2000-11-23T16:04:54") == "2000-11-23T16:04:54Z");
  CHECK(at(clock, "Nov 23 16:04:55") == "2026-11-23T16:04:55Z");
}

TEST_CASE("a stamp with an offset between others does not disturb their minute") {
  LogClock clock(in_zone("America/Phoenix"));
  CHECK(at(clock, "2026-11-23T16:04:53") == "2026-11-23T23:04:53Z");
  CHECK(at(clock, "2026-11-23T16:04:53+00:00") == "2026-11-23T16:04:53Z");
  CHECK(at(clock, "2026-11-23T16:04:54") == "2026-11-23T23:04:54Z");
}

TEST_CASE("a fresh clock knows no minute, not even that of 1970") {
  LogClock clock(in_zone("America/Phoenix"));
  CHECK(at(clock, "1970-01-01T00:00:30") == "1970-01-01T07:00:30Z");
  LogClock without_year(in_year(2026));
  CHECK(at(without_year, "Jan  1 00:00:00") == "2026-01-01T00:00:00Z");
}

TEST_CASE("stamps in any order within a year give what each gives alone") {
  const TimeZone zone = TimeZone::named("America/Phoenix");
  LogClock clock(in_zone("America/Phoenix"));
  const WallTime begin = wall("2026-01-01T00:00:00");
  bool same = true;
  for (int i = 0; i < 20'000; ++i) {
    const Stamp shown{.wall = begin + (i * 7919L % 20'000) * 1'234'567ms,
                      .has_year = true,
                      .offset = std::nullopt};
    same = same && clock.at(shown) == zone.to_utc(shown.wall);
  }
  CHECK(same);
}

TEST_CASE("a log of New York is read right over both changes of clocks and New Year") {
  const TimeZone zone = TimeZone::named("America/New_York");
  ClockHints hints = in_zone("America/New_York");
  hints.newest = utc("2027-01-05T12:00:00Z");
  LogClock clock(hints);
  const Instant begin = utc("2026-01-15T12:00:00Z");
  bool same = true;
  for (int i = 0; i < 355 * 24 * 6; ++i) {
    const Instant moment = begin + i * 10min;
    const Stamp shown{.wall = time::in_year(zone.to_wall(moment), 2000),
                      .has_year = false,
                      .offset = std::nullopt};
    same = same && clock.at(shown) == moment;
  }
  CHECK(same);
}

TEST_CASE("every source of a clock has a name of its own") {
  CHECK(name(ClockSource::in_log) == std::string("in_log"));
  CHECK(name(ClockSource::option) == std::string("option"));
  CHECK(name(ClockSource::learned) == std::string("learned"));
  CHECK(name(ClockSource::file_date) == std::string("file_date"));
  CHECK(name(ClockSource::system) == std::string("system"));
  CHECK(name(ClockSource::assumed) == std::string("assumed"));
}

}  // namespace curfew::test
