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
  Cursor cursor(line);
  std::string_view priority;
  if (cursor.skip('<')) cursor.take_until('>', priority);
  const bool own = cursor.rest().size() > 10 && cursor.rest()[10] == ' ' &&
                   text::is_digit(cursor.peek()) && cursor.rest()[4] == '-';
  Stamp stamp;
  if (!read_any_stamp(cursor, stamp) || stamp.offset || cursor.peek() != ' ') {
    out += line;
    return;
  }
  const WallTime wall = stamp.has_year ? stamp.wall : with_year(stamp.wall, outer);
  append_stamp(out, wall, offset_at(wall, outer), own ? ' ' : 'T');
  out += cursor.rest();
}

}  // namespace curfew::parse
