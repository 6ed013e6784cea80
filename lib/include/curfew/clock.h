#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "curfew/export.h"
#include "curfew/time.h"

namespace curfew {

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

/// Learns zone and year from the anchors of a log's first part; what the hints already know by
/// option stays. `system` is the zone to fall back to, and is preferred where it agrees.
class CURFEW_API ClockLearner {
 public:
  /// In the order of the log.
  void add(const ClockAnchor& anchor);
  ClockHints learn(ClockHints hints, const TimeZone& system) const;

 private:
  struct Vote {
    std::int64_t offset_minutes = 0;
    int year = 0;  // of the log's first year-less stamp; 0: the stamps have one
    Instant first{};
    Instant last{};
    std::uint64_t certain = 0;
    std::uint64_t others = 0;
  };
  struct Winner {
    Vote vote;
    bool by_system = false;
  };
  void cast(const Vote& vote);
  std::optional<Winner> winner(const TimeZone& system) const;

  static constexpr int max_votes = 64;
  Vote votes_[max_votes];
  int count_ = 0;
  std::uint64_t certain_ = 0;
  std::uint64_t others_ = 0;
  NewYears new_years_;
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

 private:
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
