#include "curfew/clock.h"

namespace curfew {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr int half_a_year = 183;

struct Day {
  year_month_day date;
  int year_day = 0;  // 1..366, counted in a leap year so that it does not depend on the year
};

Day day_of(WallTime wall) {
  const year_month_day date(std::chrono::floor<days>(wall));
  const auto in_leap_year = local_days(year(2000) / date.month() / date.day());
  return {.date = date,
          .year_day = static_cast<int>((in_leap_year - local_days(year(2000) / 1 / 1)).count()) + 1};
}

WallTime in_year(WallTime wall, const Day& day, int number) {
  year_month_day date = year(number) / day.date.month() / day.date.day();
  while (!date.ok()) date = year(--number) / day.date.month() / day.date.day();
  const auto time = wall - std::chrono::floor<days>(wall);
  return WallTime(local_days(date).time_since_epoch()) + time;
}

// The difference of wall and UTC as an offset, where it can be one: all offsets are whole quarters of
// an hour, and a line is written within moments of its id.
std::optional<minutes> offset_between(WallTime wall, Instant utc) {
  constexpr auto largest = std::chrono::hours(14);
  constexpr auto quarter = minutes(15);
  const Milliseconds difference = wall.time_since_epoch() - utc.time_since_epoch();
  if (difference > largest + minutes(5) || difference < -largest - minutes(5)) return std::nullopt;
  const auto quarters = std::chrono::round<minutes>(difference + largest).count() + 7;
  const minutes offset = quarter * (quarters / quarter.count()) - std::chrono::duration_cast<minutes>(largest);
  const Milliseconds late = difference - offset;
  if (late < std::chrono::seconds(-30) || late > std::chrono::seconds(120)) return std::nullopt;
  return offset;
}

}  // namespace

const char* name(ClockSource source) noexcept {
  switch (source) {
    case ClockSource::in_log: return "in_log";
    case ClockSource::option: return "option";
    case ClockSource::learned: return "learned";
    case ClockSource::file_date: return "file_date";
    case ClockSource::system: return "system";
    case ClockSource::assumed: return "assumed";
  }
  return "assumed";
}

void ClockLearner::vote(const Vote& cast) {
  for (int i = 0; i < count_; ++i) {
    if (votes_[i].offset_minutes == cast.offset_minutes && votes_[i].year == cast.year) {
      votes_[i].certain += cast.certain;
      votes_[i].others += cast.others;
      return;
    }
  }
  if (count_ < max_votes) votes_[count_++] = cast;
}

void ClockLearner::add(const ClockAnchor& anchor) {
  if (anchor.stamp.offset) return;
  Vote cast{.utc = anchor.utc,
            .certain = anchor.certain ? 1U : 0U,
            .others = anchor.certain ? 0U : 1U};
  if (anchor.stamp.has_year) {
    const std::optional<minutes> offset = offset_between(anchor.stamp.wall, anchor.utc);
    if (!offset) return;
    cast.offset_minutes = offset->count();
    vote(cast);
    return;
  }
  const Day day = day_of(anchor.stamp.wall);
  const int middle = static_cast<int>(
      day_of(WallTime(anchor.utc.time_since_epoch())).date.year());
  for (int candidate = middle - 1; candidate <= middle + 1; ++candidate) {
    const std::optional<minutes> offset =
        offset_between(in_year(anchor.stamp.wall, day, candidate), anchor.utc);
    if (!offset) continue;
    cast.offset_minutes = offset->count();
    cast.year = candidate;
    cast.year_day = day.year_day;
    vote(cast);
    return;
  }
}

const ClockLearner::Vote* ClockLearner::winner() const noexcept {
  const Vote* best = nullptr;
  std::uint64_t certain = 0;
  std::uint64_t others = 0;
  for (int i = 0; i < count_; ++i) {
    const Vote& vote = votes_[i];
    certain += vote.certain;
    others += vote.others;
    if (best == nullptr || vote.certain > best->certain ||
        (vote.certain == best->certain && vote.others > best->others)) {
      best = &vote;
    }
  }
  if (best == nullptr) return nullptr;
  if (certain > 0) return 2 * best->certain > certain ? best : nullptr;
  return best->others >= 3 && 3 * std::uint64_t{best->others} > 2 * others ? best : nullptr;
}

ClockHints ClockLearner::learn(ClockHints hints, const TimeZone& system) const {
  const Vote* vote = winner();
  if (vote == nullptr) return hints;
  if (hints.zone_source != ClockSource::option) {
    const minutes offset(vote->offset_minutes);
    hints.zone = system.offset(vote->utc) == offset ? system : TimeZone::fixed(offset);
    hints.zone_source = ClockSource::learned;
  }
  if (hints.year_source != ClockSource::option && vote->year != 0) {
    hints.year = vote->year;
    hints.year_day = vote->year_day;
    hints.year_source = ClockSource::learned;
  }
  return hints;
}

LogClock::LogClock(ClockHints hints) : hints_(std::move(hints)) {}

int LogClock::first_year(WallTime wall) const {
  const Day day = day_of(wall);
  if (hints_.year) {
    const bool before_new_year =
        hints_.year_day != 0 && day.year_day - hints_.year_day > half_a_year;
    return before_new_year ? *hints_.year - 1 : *hints_.year;
  }
  if (hints_.newest == Instant::max()) return 1970;
  const int newest =
      static_cast<int>(day_of(hints_.zone.to_wall(hints_.newest)).date.year());
  const Instant in_newest = hints_.zone.to_utc(in_year(wall, day, newest));
  return in_newest <= hints_.newest + days(1) ? newest : newest - 1;
}

WallTime LogClock::with_year(WallTime wall) {
  const Day day = day_of(wall);
  if (!year_) {
    year_ = first_year(wall);
    last_year_day_ = day.year_day;
  }
  int number = *year_;
  const int step = day.year_day - last_year_day_;
  if (step < -half_a_year) {
    year_ = ++number;
    last_year_day_ = day.year_day;
  } else if (step > half_a_year) {
    --number;  // a late line of the old year, after New Year
  } else {
    last_year_day_ = day.year_day;
  }
  return in_year(wall, day, number);
}

Instant LogClock::at(const Stamp& stamp) {
  if (stamp.offset) {
    last_ = Instant(stamp.wall.time_since_epoch() - *stamp.offset);
    return last_;
  }
  const std::int64_t minute =
      std::chrono::floor<minutes>(stamp.wall).time_since_epoch().count();
  const Milliseconds into_minute = stamp.wall.time_since_epoch() - minutes(minute);
  if (minute != cached_minute_) {
    without_offset_ = true;
    WallTime wall{minutes(minute)};
    if (!stamp.has_year) {
      without_year_ = true;
      wall = with_year(wall);
    }
    constexpr minutes out_of_order(1);
    const Instant not_before = last_ == Instant::min() ? last_ : last_ - out_of_order;
    cached_start_ = hints_.zone.to_utc(wall, not_before);
    cached_minute_ = minute;
    if (hints_.newest != Instant::max() && cached_start_ > hints_.newest + days(2)) {
      ++in_the_future_;
    }
  }
  last_ = cached_start_ + into_minute;
  return last_;
}

void LogClock::observe(const Stamp& stamp, Instant utc) {
  if (stamp.offset) return;
  if (hints_.zone_source != ClockSource::learned || !hints_.zone.is_fixed()) {
    const Milliseconds step = utc - last_;
    constexpr auto an_hour = std::chrono::hours(1);
    // Only the repeated hour is in question: an id far away is an old message's.
    if (last_ == Instant::min() || step > an_hour + minutes(5) || step < -an_hour) return;
    if (step > minutes(30)) cached_minute_ = INT64_MIN;
    last_ = utc;
    return;
  }
  const WallTime wall =
      stamp.has_year || !year_ ? stamp.wall : in_year(stamp.wall, day_of(stamp.wall), *year_);
  const std::optional<minutes> offset = offset_between(wall, utc);
  if (!offset || *offset == hints_.zone.offset(utc)) {
    next_offset_.reset();
    return;
  }
  if (next_offset_ != offset) {
    next_offset_ = offset;
    return;
  }
  hints_.zone = TimeZone::fixed(*offset);
  ++offset_changes_;
  cached_minute_ = INT64_MIN;
  next_offset_.reset();
}

}  // namespace curfew
