#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "curfew/error.h"
#include "lib/time/moments.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

// Sets TZ for the length of a test, so that the machine's own is not read.
class Variable {
 public:
  explicit Variable(const char* value) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    ::setenv("TZ", value, 1);
  }
  ~Variable() {
    if (before_) {
      ::setenv("TZ", before_->c_str(), 1);
    } else {
      ::unsetenv("TZ");
    }
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("UTC is the zone nobody named, and needs no database") {
  for (const char* name : {"UTC", "Z", "GMT", "Etc/UTC", "+0", "-00:00", "UTC+0"}) {
    INFO(name);
    const TimeZone zone = TimeZone::named(name);
    CHECK(zone.name() == "UTC");
    CHECK(zone.is_fixed());
    CHECK(zone.offset(utc("2026-07-01T00:00:00Z")) == 0s);
  }
  CHECK(TimeZone().name() == "UTC");
}

TEST_CASE("a fixed zone may be written in several ways") {
  struct {
    const char* text;
    const char* name;
    std::chrono::minutes offset;
  } const cases[] = {
      {"+02:00", "UTC+02:00", 120min},   {"-7", "UTC-07:00", -420min},
      {"UTC+5:45", "UTC+05:45", 345min}, {"GMT-0330", "UTC-03:30", -210min},
      {"+02", "UTC+02:00", 120min},      {"UTC-12", "UTC-12:00", -720min},
      {"+14", "UTC+14:00", 840min},      {"+545", "UTC+05:45", 345min},
  };
  for (const auto& one : cases) {
    INFO(one.text);
    const TimeZone zone = TimeZone::named(one.text);
    CHECK(zone.name() == one.name);
    CHECK(zone.is_fixed());
    CHECK(zone.offset(Instant{}) == one.offset);
    CHECK(zone.to_utc(wall("2026-11-01T01:30:00")) ==
          Instant(wall("2026-11-01T01:30:00").time_since_epoch() - one.offset));
    CHECK(TimeZone::named(zone.name()).offset(Instant{}) == one.offset);
  }
}

TEST_CASE("a zone that does not exist is an error with a remedy") {
  for (const char* name :
       {"", "Mars/Olympus", "america/phoenix", "+", "UTC+", "+15", "+14:01", "+1:60", "+2:5",
        "+02:00x", "+12345", "+0200:30", "../../etc/passwd", "UTC 5"}) {
    INFO(name);
    try {
      TimeZone::named(name);
      FAIL_CHECK("no error");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::unknown_zone);
      CHECK(error.what() == std::string(name) + ": no such time zone");
      CHECK(error.remedy().find("America/Phoenix") != std::string::npos);
    }
  }
}

TEST_CASE("Phoenix has no summer time") {
  const TimeZone phoenix = TimeZone::named("America/Phoenix");
  CHECK(phoenix.name() == "America/Phoenix");
  CHECK_FALSE(phoenix.is_fixed());
  CHECK(phoenix.offset(utc("2020-01-15T00:00:00Z")) == -7h);
  CHECK(phoenix.offset(utc("2020-07-15T00:00:00Z")) == -7h);
  CHECK(phoenix.to_utc(wall("2020-06-02T17:00:00")) == utc("2020-06-03T00:00:00Z"));
  CHECK(phoenix.to_wall(utc("2020-06-03T14:00:00Z")) == wall("2020-06-03T07:00:00"));
}

TEST_CASE("Kathmandu is five hours and three quarters ahead") {
  const TimeZone kathmandu = TimeZone::named("Asia/Kathmandu");
  CHECK(kathmandu.offset(utc("2026-01-01T00:00:00Z")) == 5h + 45min);
  CHECK(kathmandu.to_utc(wall("2026-01-01T05:45:00")) == utc("2026-01-01T00:00:00Z"));
  CHECK(rfc3339(utc("2026-01-01T00:00:00Z"), kathmandu) == "2026-01-01T05:45:00+05:45");
}

TEST_CASE("an hour that never comes is read with the offset from before the change") {
  const TimeZone zone = TimeZone::named("America/New_York");
  CHECK(zone.to_utc(wall("2026-03-08T01:59:59")) == utc("2026-03-08T06:59:59Z"));
  CHECK(zone.to_utc(wall("2026-03-08T02:00:00")) == utc("2026-03-08T07:00:00Z"));
  CHECK(zone.to_utc(wall("2026-03-08T02:30:00")) == utc("2026-03-08T07:30:00Z"));
  CHECK(zone.to_utc(wall("2026-03-08T02:30:00"), Instant::max()) == utc("2026-03-08T07:30:00Z"));
  CHECK(zone.to_utc(wall("2026-03-08T03:00:00")) == utc("2026-03-08T07:00:00Z"));
}

TEST_CASE("an hour that comes twice is the earlier one, unless that lies before the limit") {
  const TimeZone zone = TimeZone::named("America/New_York");
  const WallTime twice = wall("2026-11-01T01:30:00.250");
  const Instant first = utc("2026-11-01T05:30:00.250Z");
  const Instant second = utc("2026-11-01T06:30:00.250Z");
  CHECK(zone.to_utc(twice) == first);
  CHECK(zone.to_utc(twice, first) == first);
  CHECK(zone.to_utc(twice, first + 1ms) == second);
  CHECK(zone.to_utc(twice, Instant::max()) == second);
  CHECK(zone.to_utc(wall("2026-11-01T00:59:59"), Instant::max()) == utc("2026-11-01T04:59:59Z"));
  CHECK(zone.to_utc(wall("2026-11-01T02:00:00")) == utc("2026-11-01T07:00:00Z"));
}

TEST_CASE("the answers do not depend on what was asked before") {
  for (const char* name :
       {"America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"}) {
    INFO(name);
    const TimeZone one = TimeZone::named(name);
    const WallTime begin = wall("2025-12-20T00:00:00");
    std::vector<WallTime> walls;
    for (int i = 0; i < 400 * 24 * 2; ++i) walls.push_back(begin + i * 30min);
    std::vector<std::size_t> order(walls.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i * 7919 % order.size();
    std::vector<Instant> forward(walls.size());
    for (std::size_t i = 0; i < walls.size(); ++i) forward[i] = one.to_utc(walls[i]);
    bool same = true;
    for (const std::size_t i : order) {
      const TimeZone fresh = one;  // a copy with a used cache
      same = same && one.to_utc(walls[i]) == forward[i] && fresh.to_utc(walls[i]) == forward[i];
    }
    CHECK(same);
    const TimeZone untouched = TimeZone::named(name);
    for (const std::size_t i : {std::size_t{0}, walls.size() / 2, walls.size() - 1}) {
      CHECK(untouched.to_utc(walls[i]) == forward[i]);
    }
  }
}

TEST_CASE("wall time and back is the same moment, over a year of quarter hours") {
  for (const char* name :
       {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Phoenix"}) {
    INFO(name);
    const TimeZone zone = TimeZone::named(name);
    const Instant begin = utc("2026-01-01T00:00:00Z");
    bool same = true;
    for (int i = 0; i < 365 * 24 * 4; ++i) {
      const Instant at = begin + i * 15min;
      same = same && zone.to_utc(zone.to_wall(at), at) == at;
    }
    CHECK(same);
  }
}

TEST_CASE("two zones asked in turn do not disturb one another") {
  const TimeZone berlin = TimeZone::named("Europe/Berlin");
  const TimeZone york = TimeZone::named("America/New_York");
  for (const char* text :
       {"2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z", "2026-01-15T12:00:00Z"}) {
    const bool summer = std::string_view(text).find("-07-") != std::string_view::npos;
    CHECK(berlin.offset(utc(text)) == (summer ? 2h : 1h));
    CHECK(york.offset(utc(text)) == (summer ? -4h : -5h));
  }
}

TEST_CASE("offsets are right on both sides of a change of clocks") {
  const TimeZone zone = TimeZone::named("America/New_York");
  CHECK(zone.offset(utc("2026-03-08T06:59:59.999Z")) == -5h);
  CHECK(zone.offset(utc("2026-03-08T07:00:00Z")) == -4h);
  CHECK(zone.offset(utc("2026-11-01T05:59:59.999Z")) == -4h);
  CHECK(zone.offset(utc("2026-11-01T06:00:00Z")) == -5h);
}

TEST_CASE("the system's zone is the one that TZ names") {
  struct {
    const char* variable;
    const char* name;
    std::chrono::minutes january;
  } const cases[] = {
      {"America/Phoenix", "America/Phoenix", -420min},
      {":America/New_York", "America/New_York", -300min},
      {"UTC", "UTC", 0min},
      {"", "UTC", 0min},
      {"UTC0", "UTC", 0min},
      {"MST7", "UTC-07:00", -420min},  // POSIX counts west of UTC
      {"UTC+5", "UTC-05:00", -300min},
      {"<+0545>-5:45", "UTC+05:45", 345min},
  };
  for (const auto& one : cases) {
    INFO(one.variable);
    const Variable variable(one.variable);
    const TimeZone zone = TimeZone::system();
    CHECK(zone.name() == one.name);
    CHECK(zone.offset(utc("2026-01-01T00:00:00Z")) == one.january);
    CHECK(TimeZone::named("local").name() == one.name);
  }
}

}  // namespace curfew::test
