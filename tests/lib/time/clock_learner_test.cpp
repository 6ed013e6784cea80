#include <string>

#include "lib/time/moments.h"
#include "time/clock_learner.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

ClockAnchor certain(std::string_view shown, std::string_view moment) {
  return {.stamp = stamp(shown), .utc = utc(moment), .certain = true};
}

ClockAnchor forgeable(std::string_view shown, std::string_view moment) {
  return {.stamp = stamp(shown), .utc = utc(moment), .certain = false};
}

// Whoever asks the machine gets a zone that no test looks at.
const TimeZone tokyo = TimeZone::named("Asia/Tokyo");
const TimeZone new_york = TimeZone::named("America/New_York");

}  // namespace

TEST_CASE("without anchors nothing is learned") {
  const ClockHints given{.zone = TimeZone::fixed(60min),
                         .zone_source = ClockSource::system,
                         .year = 2026,
                         .year_day = 0,
                         .year_source = ClockSource::file_date,
                         .newest = utc("2026-11-23T16:04:53Z")};
  const ClockHints learned = ClockLearner().learn(given, tokyo);
  CHECK(learned.zone.name() == "UTC+01:00");
  CHECK(learned.zone_source == ClockSource::system);
  CHECK(learned.year == 2026);
  CHECK(learned.year_source == ClockSource::file_date);
  CHECK(learned.newest == given.newest);
}

TEST_CASE("one id of the mail server tells zone and year") {
  ClockLearner learner;
  learner.add(certain("Jul  5 06:52:11", "2015-07-05T12:52:11Z"));
  const ClockHints hints = learner.learn({}, tokyo);
  CHECK(hints.zone.name() == "UTC-06:00");
  CHECK(hints.zone_source == ClockSource::learned);
  CHECK(hints.year == 2015);
  CHECK(hints.year_day == 187);
  CHECK(hints.year_source == ClockSource::learned);
}

TEST_CASE("where stamps have a year only the zone is learned") {
  ClockLearner learner;
  learner.add(certain("2020-06-02 10:01:48", "2020-06-02T17:01:47Z"));
  const ClockHints hints = learner.learn({}, tokyo);
  CHECK(hints.zone.name() == "UTC-07:00");
  CHECK_FALSE(hints.year.has_value());
  CHECK(hints.year_source == ClockSource::assumed);
}

TEST_CASE("the system's zone is learned by its name where it agrees") {
  ClockLearner learner;
  learner.add(certain("Jul  5 21:52:11", "2015-07-05T12:52:11Z"));
  CHECK(learner.learn({}, tokyo).zone.name() == "Asia/Tokyo");
  CHECK(learner.learn({}, tokyo).zone_source == ClockSource::learned);
  CHECK(learner.learn({}, new_york).zone.name() == "UTC+09:00");
}

TEST_CASE("a zone of the system whose clocks changed meanwhile agrees as a whole") {
  ClockLearner learner;
  learner.add(certain("Oct 31 20:00:00", "2026-11-01T00:00:00Z"));  // UTC-4
  learner.add(certain("Nov  1 19:00:00", "2026-11-02T00:00:00Z"));  // UTC-5
  const ClockHints hints = learner.learn({}, new_york);
  CHECK(hints.zone.name() == "America/New_York");
  CHECK(hints.year == 2026);
  // One against one: without a zone that explains both, neither has a majority.
  CHECK(learner.learn({}, tokyo).zone_source == ClockSource::assumed);
}

TEST_CASE("a zone of the system that stops agreeing is not taken") {
  ClockLearner learner;  // Bogota: UTC-5 all year
  learner.add(certain("Jan 15 07:00:00", "2026-01-15T12:00:00Z"));
  learner.add(certain("Jul 15 07:00:00", "2026-07-15T12:00:00Z"));
  CHECK(learner.learn({}, new_york).zone.name() == "UTC-05:00");
}

TEST_CASE("the mail server's ids count more than any number of forgeable ones") {
  ClockLearner learner;
  for (int i = 0; i < 100; ++i) learner.add(forgeable("Jul  5 12:52:11", "2015-07-05T12:52:11Z"));
  CHECK(learner.learn({}, tokyo).zone.name() == "UTC");
  learner.add(certain("Jul  5 06:52:11", "2015-07-05T12:52:11Z"));
  CHECK(learner.learn({}, tokyo).zone.name() == "UTC-06:00");
}

TEST_CASE("the mail server's ids decide by majority") {
  ClockLearner learner;
  learner.add(certain("Jul  5 06:52:11", "2015-07-05T12:52:11Z"));
  learner.add(certain("Jul  5 07:52:11", "2015-07-05T12:52:11Z"));
  CHECK(learner.learn({}, tokyo).zone_source == ClockSource::assumed);
  learner.add(certain("Jul  5 06:52:12", "2015-07-05T12:52:11Z"));
  CHECK(learner.learn({}, tokyo).zone.name() == "UTC-06:00");
}

TEST_CASE("forgeable ids are believed from three on, when more than two thirds agree") {
  ClockLearner learner;
  const auto right = forgeable("Jul  5 06:52:11", "2015-07-05T12:52:11Z");
  const auto wrong = forgeable("Jul  5 06:52:11", "2015-07-05T06:52:11Z");
  learner.add(right);
  learner.add(right);
  CHECK(learner.learn({}, tokyo).zone_source == ClockSource::assumed);
  learner.add(right);
  CHECK(learner.learn({}, tokyo).zone.name() == "UTC-06:00");
  learner.add(wrong);
  CHECK(learner.learn({}, tokyo).zone.name() == "UTC-06:00");  // 3 of 4
  learner.add(wrong);
  CHECK(learner.learn({}, tokyo).zone_source == ClockSource::assumed);  // 3 of 5
  learner.add(right);
  CHECK(learner.learn({}, tokyo).zone_source == ClockSource::assumed);  // 4 of 6
  learner.add(right);
  CHECK(learner.learn({}, tokyo).zone.name() == "UTC-06:00");  // 5 of 7
}

TEST_CASE("what an option said stays") {
  ClockLearner learner;
  learner.add(certain("Jul  5 06:52:11", "2015-07-05T12:52:11Z"));
  ClockHints zone_given;
  zone_given.zone = TimeZone::named("America/Phoenix");
  zone_given.zone_source = ClockSource::option;
  const ClockHints with_zone = learner.learn(zone_given, tokyo);
  CHECK(with_zone.zone.name() == "America/Phoenix");
  CHECK(with_zone.zone_source == ClockSource::option);
  CHECK(with_zone.year == 2015);

  ClockHints year_given;
  year_given.year = 2020;
  year_given.year_source = ClockSource::option;
  const ClockHints with_year = learner.learn(year_given, tokyo);
  CHECK(with_year.zone.name() == "UTC-06:00");
  CHECK(with_year.year == 2020);
  CHECK(with_year.year_day == 0);
  CHECK(with_year.year_source == ClockSource::option);
}

TEST_CASE("anchors that show no offset of this world are ignored") {
  ClockLearner learner;
  learner.add(certain("Jul  5 06:59:11", "2015-07-05T12:52:11Z"));      // 7 minutes off a quarter
  learner.add(certain("Jul  9 06:52:11", "2015-07-05T12:52:11Z"));      // days apart
  learner.add(certain("2015-07-06T06:52:11", "2015-07-05T12:52:11Z"));  // 18 hours east
  learner.add(certain("2015-07-05T06:52:11+00:00", "2015-07-05T12:52:11Z"));  // says its own offset
  CHECK(learner.learn({}, tokyo).zone_source == ClockSource::assumed);
  learner.add(certain("Jul  5 06:52:11", "2015-07-05T12:52:11Z"));
  CHECK(learner.learn({}, tokyo).zone.name() == "UTC-06:00");
}

TEST_CASE("the year is that of the log's first stamp, also when New Year comes between") {
  ClockLearner learner;
  learner.add(certain("Dec 31 10:00:00", "2025-12-31T17:00:00Z"));
  learner.add(certain("Dec 31 17:30:00", "2026-01-01T00:30:00Z"));
  learner.add(certain("Jan  1 10:00:00", "2026-01-01T17:00:00Z"));
  learner.add(certain("Jan  1 11:00:00", "2026-01-01T18:00:00Z"));
  const ClockHints hints = learner.learn({}, tokyo);
  CHECK(hints.zone.name() == "UTC-07:00");
  CHECK(hints.year == 2025);
  CHECK(hints.year_day == 366);
}

TEST_CASE("a table full of forged offsets still has room for the mail server's word") {
  ClockLearner learner;
  const Instant at = utc("2015-07-05T12:00:00Z");
  for (int quarter = -50; quarter <= 50; ++quarter) {
    const Stamp shown{.wall = WallTime(at.time_since_epoch() + quarter * 15min),
                      .has_year = true,
                      .offset = std::nullopt};
    learner.add({.stamp = shown, .utc = at, .certain = false});
  }
  CHECK(learner.learn({}, tokyo).zone_source == ClockSource::assumed);
  learner.add(certain("2015-07-06T01:45:00", "2015-07-05T12:00:00Z"));
  CHECK(learner.learn({}, tokyo).zone.name() == "UTC+13:45");
}

TEST_CASE("a leap day tells its year") {
  ClockLearner learner;
  learner.add(certain("Feb 29 05:00:00", "2024-02-29T12:00:00Z"));
  CHECK(learner.learn({}, tokyo).year == 2024);
  CHECK(learner.learn({}, tokyo).zone.name() == "UTC-07:00");
}

}  // namespace curfew::test
