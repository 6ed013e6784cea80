#include <utility>

#include "curfew/time.h"
#include "time/clock_state.h"
#include "time/wall_year.h"

namespace curfew {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

// Lines of several processes reach a log this much out of order.
constexpr minutes out_of_order(1);

}  // namespace

LogClock::LogClock(ClockHints hints) : hints_(std::move(hints)) {
  constexpr days tolerated(2);
  if (hints_.newest < Instant::max() - tolerated) latest_ = hints_.newest + tolerated;
}

// Kept by an earlier run.
bool LogClock::is_sound() const noexcept {
  return time::is_year(first_year_.value_or(0)) && time::is_offset(last_offset_) &&
         time::is_offset(offset_before_) && time::is_offset(next_offset_);
}

int LogClock::first_year(WallTime wall) const {
  const time::YearDay day = time::year_day(wall);
  if (hints_.year) {
    const bool before_new_year =
        hints_.year_day != 0 && day.number - hints_.year_day > time::half_a_year;
    return before_new_year ? *hints_.year - 1 : *hints_.year;
  }
  if (hints_.newest == Instant::max()) return 1970;
  const int newest = time::year_with(day, time::year_of(hints_.zone.to_wall(hints_.newest)));
  const Instant in_newest = hints_.zone.to_utc(time::in_year(wall, newest));
  return in_newest <= hints_.newest + days(1) ? newest : time::year_with(day, newest - 1);
}

WallTime LogClock::with_year(WallTime wall) {
  if (!first_year_) first_year_ = first_year(wall);
  const int passed = time::pass(new_years_, time::year_day(wall).number);
  return time::in_year(wall, *first_year_ + passed);
}

// Of an hour that comes twice, the order of the lines tells which pass it is.
Instant LogClock::in_order(WallTime wall) const {
  const Instant first = hints_.zone.to_utc(wall);
  if (last_ == Instant::min() || first >= last_ - out_of_order) return first;
  const Instant second = hints_.zone.to_utc(wall, Instant::max());
  // Far behind the newest line there is no order: logs put together the wrong way round.
  return last_ - second > hours(2) ? first : second;
}

void LogClock::enter_minute(const Stamp& stamp) {
  without_offset_ = true;
  WallTime wall = stamp.wall;
  if (!stamp.has_year) {
    without_year_ = true;
    wall = with_year(wall);
  }
  minute_begin_ = std::chrono::floor<minutes>(stamp.wall);
  minute_end_ = minute_begin_ + minutes(1);
  minute_has_year_ = stamp.has_year;
  minute_start_ = in_order(wall) - (stamp.wall - minute_begin_);
}

Instant LogClock::at(const Stamp& stamp) {
  if (stamp.offset) {
    if (stamp.offset != last_offset_) offset_before_ = std::exchange(last_offset_, stamp.offset);
    last_ = Instant(stamp.wall.time_since_epoch() - *stamp.offset);
    return last_;
  }
  if (stamp.wall < minute_begin_ || stamp.wall >= minute_end_ ||
      stamp.has_year != minute_has_year_) {
    enter_minute(stamp);
  }
  last_ = minute_start_ + (stamp.wall - minute_begin_);
  if (last_ > latest_) ++in_the_future_;
  return last_;
}

void LogClock::observe(const Stamp& stamp, Instant utc) {
  if (stamp.offset) return;
  const std::optional<WallTime> wall = time::wall_near(stamp, utc);
  if (!wall) return;
  const Instant first = hints_.zone.to_utc(*wall);
  const Instant second = hints_.zone.to_utc(*wall, Instant::max());
  if (first != second) {
    // An id is older than its line or as old, never younger: only the second pass can be proved.
    if (utc > first + (second - first) / 2 && utc < second + minutes(5)) {
      last_ = second;
      leave_minute();
    }
    return;
  }
  if (hints_.zone_source != ClockSource::learned) return;
  const std::optional<minutes> offset = time::offset_between(*wall, utc);
  if (offset) follow(*offset, utc);
}

// Some ids are of old messages and look like another zone; two in a row hardly ever do.
void LogClock::follow(minutes offset, Instant utc) {
  if (hints_.zone.offset(utc) == offset) {
    next_offset_.reset();
    return;
  }
  if (next_offset_ != offset) {
    next_offset_ = offset;
    next_offset_seen_ = utc;
    return;
  }
  if (next_offset_seen_ == utc) return;  // the same id once more
  hints_.zone = TimeZone::fixed(offset);
  ++offset_changes_;
  next_offset_.reset();
  leave_minute();
}

}  // namespace curfew
