#include "parse/envelope/outer_clock.h"

#include "parse/envelope/stamp_text.h"
#include "time/wall_year.h"

namespace curfew::parse {
namespace {

using std::chrono::minutes;
using text::Cursor;

// The year that makes the stamp the youngest one that is not from tomorrow.
WallTime with_year(WallTime wall, Instant outer) noexcept {
  const WallTime latest(outer.time_since_epoch() + std::chrono::days(1));
  const time::YearDay day = time::year_day(wall);
  const int year = time::year_with(day, time::year_of(latest));
  const WallTime dated = time::in_year(wall, year);
  return dated <= latest ? dated : time::in_year(wall, time::year_with(day, year - 1));
}

// A line whose stamp can be completed.
struct Inner {
  Stamp stamp;
  char separator = 'T';
  std::string_view rest;

  WallTime dated(Instant outer) const noexcept {
    return stamp.has_year ? stamp.wall : with_year(stamp.wall, outer);
  }
};

bool read(std::string_view line, Inner& inner) noexcept {
  Cursor cursor(line);
  std::string_view priority;
  if (cursor.skip('<')) cursor.take_until('>', priority);
  const bool own = cursor.rest().size() > 10 && cursor.rest()[10] == ' ' &&
                   text::is_digit(cursor.peek()) && cursor.rest()[4] == '-';
  if (own) inner.separator = ' ';
  if (!read_any_stamp(cursor, inner.stamp) || inner.stamp.offset || cursor.peek() != ' ') {
    return false;
  }
  inner.rest = cursor.rest();
  return true;
}

}  // namespace

// A delay of a quarter of an hour looks like another zone, but hardly ever twice.
std::optional<minutes> OuterClock::offset_at(WallTime wall, Instant outer) {
  const std::optional<minutes> seen = time::offset_between(wall, outer);
  if (!seen) return offset_;
  if (!offset_ || next_ == seen) offset_ = seen;
  next_ = seen;
  return offset_;
}

void OuterClock::write(std::string& out, std::string_view line, Instant outer) {
  Inner inner;
  if (!read(line, inner)) {
    out += line;
    return;
  }
  const WallTime wall = inner.dated(outer);
  append_stamp(out, wall, offset_at(wall, outer), inner.separator);
  out += inner.rest;
}

void OuterClock::write_year(std::string& out, std::string_view line, Instant outer) {
  Inner inner;
  if (!read(line, inner) || inner.stamp.has_year) {
    out += line;
    return;
  }
  append_stamp(out, inner.dated(outer), std::nullopt, inner.separator);
  out += inner.rest;
}

}  // namespace curfew::parse
