#pragma once

#include <string_view>

#include "curfew/time.h"
#include "support/catch.h"
#include "time/stamp.h"

// Times written as text, for tests alone.
namespace curfew::test {

/// A stamp as a log shows it: "Nov 23 16:04:53", "2026-11-23T16:04:53+00:00" ...
inline Stamp stamp(std::string_view text) {
  text::Cursor cursor(text);
  Stamp result;
  const bool read = time::read_rfc3164(cursor, result) || time::read_iso8601(cursor, result, true);
  INFO(text);
  REQUIRE((read && cursor.at_end()));
  return result;
}

/// "2026-11-23T16:04:53" on a wall.
inline WallTime wall(std::string_view text) {
  return stamp(text).wall;
}

/// "2026-11-23T16:04:53Z"
inline Instant utc(std::string_view text) {
  const Stamp read = stamp(text);
  REQUIRE(read.offset == std::chrono::minutes(0));
  return Instant(read.wall.time_since_epoch());
}

}  // namespace curfew::test

/// Lets a failed comparison show times instead of "{?}".
template <>
struct Catch::StringMaker<curfew::Instant> {
  static std::string convert(curfew::Instant at) { return curfew::rfc3339(at); }
};
