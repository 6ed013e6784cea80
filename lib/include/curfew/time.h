#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "curfew/export.h"

namespace curfew {

using Milliseconds = std::chrono::milliseconds;

/// A moment, always UTC. Leap seconds do not exist, as in POSIX.
using Instant = std::chrono::sys_time<Milliseconds>;

/// What the clock on the wall shows, in whatever zone that wall stands.
using WallTime = std::chrono::local_time<Milliseconds>;

/// A time zone of the system's database, or a fixed distance from UTC.
///
/// A value: copy it freely. Const methods keep a cache of the last period asked for, so one object
/// serves one thread; give each thread its copy.
class CURFEW_API TimeZone {
 public:
  /// UTC. Needs no database.
  TimeZone() = default;

  /// A zone that is always `offset` east of UTC, called "UTC", "UTC+02:00", "UTC-07:00" ...
  static TimeZone fixed(std::chrono::minutes offset);

  /// "America/Phoenix", "UTC", "local", or a fixed distance such as "+02:00" or "UTC-7".
  /// Throws Error (unknown_zone) when the system's database has no such zone.
  static TimeZone named(std::string_view name);

  /// The machine's zone: the TZ variable's zone, else /etc/localtime, else UTC.
  static TimeZone system();

  const std::string& name() const noexcept { return name_; }
  bool is_fixed() const noexcept { return zone_ == nullptr; }

  /// Distance east of UTC at that moment.
  std::chrono::seconds offset(Instant at) const;

  WallTime to_wall(Instant at) const { return WallTime(at.time_since_epoch() + offset(at)); }

  /// The moment this wall time means. An hour that comes twice (clocks put back) gives the earlier
  /// moment, or the later one when the earlier lies before `not_before`; an hour that never comes
  /// (clocks put forward) is read with the offset from before the change.
  Instant to_utc(WallTime wall, Instant not_before = Instant::min()) const;

 private:
  struct Period {  // half-open, with one offset
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::chrono::seconds offset{};
  };

  std::string name_ = "UTC";
  std::chrono::seconds fixed_offset_{};
  const void* zone_ = nullptr;  // a date::time_zone; it lives as long as the program
  mutable Period period_;
};

/// "2020-06-02T17:00:00-07:00" in that zone, "...Z" when the zone is UTC itself; milliseconds only
/// when there are any. RFC 3339.
CURFEW_API std::string rfc3339(Instant at, const TimeZone& zone = {});

/// "2020-06-02 17:00": for people, to the minute.
CURFEW_API std::string wall_minutes(Instant at, const TimeZone& zone);

}  // namespace curfew
