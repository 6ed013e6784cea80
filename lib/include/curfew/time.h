#pragma once

// Moments (UTC, in milliseconds), time zones, and how the stamps of a log become moments. A
// TimeZone may be shared by threads, a LogClock serves one log. An unknown zone throws Error.
//
//     const auto zone = curfew::TimeZone::named("America/Phoenix");
//     curfew::LogClock clock({.zone = zone, .year = 2020});
//     std::cout << curfew::rfc3339(clock.at(curfew::Stamp{}), zone) << '\n';

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
/// A value: copy it freely. Const members may be called by several threads at the same time.
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

  /// The library's own: kept is what it is called.
  template <class Archive>
  void each_field(Archive& archive) {
    bool is_of_database = !is_fixed();
    archive(is_of_database, name_, fixed_offset_);
    if constexpr (Archive::is_reading) {
      if (!find_again(is_of_database)) archive.damage();
    }
  }

 private:
  bool find_again(bool is_of_database);

  std::string name_ = "UTC";
  std::chrono::seconds fixed_offset_{};
  class Periods;
  const Periods* zone_ = nullptr;  // lives as long as the program
};

/// "2020-06-02T17:00:00-07:00" in that zone, "...Z" when the zone is UTC itself; milliseconds only
/// when there are any. RFC 3339.
CURFEW_API std::string rfc3339(Instant at, const TimeZone& zone = {});

/// "2020-06-02 17:00": for people, to the minute.
CURFEW_API std::string wall_minutes(Instant at, const TimeZone& zone);

/// A time stamp as a log line shows it. A stamp without a year stands in the year 2000, which is a
/// leap year, so that 29 February can be held.
struct Stamp {
  WallTime wall{};
  bool has_year = true;
  std::optional<std::chrono::minutes> offset;  ///< east of UTC, where the line says so

  friend bool operator==(const Stamp&, const Stamp&) = default;
};

/// A stamp beside a moment that is known to be UTC, both of the same line: a queue id that holds
/// its time of birth, a Message-Id made of digits. From such pairs a log's zone and year are
/// learned.
struct ClockAnchor {
  Stamp stamp;
  Instant utc{};
  bool certain =
      true;  ///< made by the mail server itself; others may be forged and need a majority
};

enum class ClockSource : std::uint8_t { in_log, option, learned, file_date, system, assumed };

/// Name as it stands in JSON: "in_log", "option" ...
CURFEW_API const char* name(ClockSource source) noexcept;

/// How the stamps of a log are to be read.
struct ClockHints {
  TimeZone zone;  ///< for stamps without an offset
  ClockSource zone_source = ClockSource::assumed;
  std::optional<int> year;  ///< for stamps without one
  int year_day =
      0;  ///< day of that year (1-366, as in a leap year) it was learned on; 0: of the first stamp
  ClockSource year_source = ClockSource::assumed;
  Instant newest = Instant::max();  ///< nothing in the log is younger (file date, now)
};

/// Where one stands among the year-less stamps of a log, which are given in their order.
struct NewYears {
  int first_day = 0;  ///< of the first stamp, 1-366 as in a leap year; 0: no stamp yet
  int last_day = 0;
  int passed = 0;  ///< New Years between the two
};

/// Turns the stamps of one log, in their order, into moments.
///
/// Keeps the year over New Year, tolerates lines that are a little out of order, and takes the
/// second pass of an hour that comes twice when the log's order says so. One object, one thread.
class CURFEW_API LogClock {
 public:
  explicit LogClock(ClockHints hints = {});

  Instant at(const Stamp& stamp);

  /// An id that holds its own UTC time, seen on a line with this stamp that was written when the id
  /// was made. Settles the hour that comes twice; in a log whose zone was learned it also follows a
  /// change of clocks, once two ids in a row agree. Best called before at(): then that line gains.
  void observe(const Stamp& stamp, Instant utc);

  const ClockHints& hints() const noexcept { return hints_; }
  bool saw_stamp_without_offset() const noexcept { return without_offset_; }
  bool saw_stamp_without_year() const noexcept { return without_year_; }
  /// The year the first stamp without one was given; nothing before there was such a stamp.
  std::optional<int> first_year_used() const noexcept { return first_year_; }
  /// East of UTC, of the newest stamp that said its own.
  std::optional<std::chrono::minutes> last_offset() const noexcept { return last_offset_; }
  /// What it was before it changed, most lately; none where all stamps showed the same.
  std::optional<std::chrono::minutes> offset_before() const noexcept { return offset_before_; }
  /// Stamps without an offset, younger than `ClockHints::newest` allows: the year was guessed
  /// wrong.
  std::uint64_t stamps_in_the_future() const noexcept { return in_the_future_; }
  /// How often the offset of a learned zone moved.
  std::uint64_t offset_changes() const noexcept { return offset_changes_; }

  /// The library's own: all that it has learned is kept.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(hints_, latest_, first_year_, new_years_, minute_begin_, minute_end_, minute_has_year_,
            minute_start_, last_, last_offset_, offset_before_, next_offset_, next_offset_seen_,
            without_offset_, without_year_, in_the_future_, offset_changes_);
    if constexpr (Archive::is_reading) {
      if (!is_sound()) archive.damage();
    }
  }

 private:
  bool is_sound() const noexcept;
  void enter_minute(const Stamp& stamp);
  void leave_minute() noexcept { minute_end_ = minute_begin_; }
  WallTime with_year(WallTime wall);
  int first_year(WallTime wall) const;
  Instant in_order(WallTime wall) const;
  void follow(std::chrono::minutes offset, Instant utc);

  ClockHints hints_;
  Instant latest_ = Instant::max();
  std::optional<int> first_year_;
  NewYears new_years_;
  // The minute of the newest stamp, as the stamp showed it; most stamps share it.
  WallTime minute_begin_{};
  WallTime minute_end_{};
  bool minute_has_year_ = false;
  Instant minute_start_{};
  Instant last_ = Instant::min();
  std::optional<std::chrono::minutes> last_offset_;
  std::optional<std::chrono::minutes> offset_before_;
  std::optional<std::chrono::minutes> next_offset_;  // seen once; believed when seen again
  Instant next_offset_seen_{};
  bool without_offset_ = false;
  bool without_year_ = false;
  std::uint64_t in_the_future_ = 0;
  std::uint64_t offset_changes_ = 0;
};

}  // namespace curfew
