#include "definition/span_text.h"

#include <cstdint>

#include "text/cursor.h"

namespace curfew::definition {
namespace {

using text::Cursor;

constexpr Milliseconds none(-1);
constexpr std::int64_t most = std::int64_t{100} * 365 * 86400;  // seconds

bool take(Cursor& cursor, std::int64_t& number) noexcept {
  return cursor.take_number(number) && number <= most;
}

// The milliseconds in ".25"; what is finer is dropped.
std::int64_t take_fraction(Cursor& cursor) noexcept {
  if (!cursor.skip('.')) return 0;
  std::int64_t milliseconds = 0;
  std::int64_t weight = 100;
  while (text::is_digit(cursor.peek())) {
    milliseconds += (cursor.peek() - '0') * weight;
    weight /= 10;
    cursor.advance(1);
  }
  return milliseconds;
}

// "1+20:38:23"; what stands before the first ':' was read.
Milliseconds read_clock(std::int64_t days, std::int64_t hours, Cursor cursor) noexcept {
  std::int64_t minutes = 0;
  std::int64_t seconds = 0;
  if (!take(cursor, minutes)) return none;
  if (cursor.skip(':') && !take(cursor, seconds)) return none;
  const std::int64_t fraction = take_fraction(cursor);
  const std::int64_t total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return cursor.at_end() && total <= most ? Milliseconds(total * 1000 + fraction) : none;
}

}  // namespace

Milliseconds read_span(std::string_view text) noexcept {
  Cursor cursor(text);
  std::int64_t number = 0;
  if (!take(cursor, number)) return none;
  if (cursor.skip('+')) {
    std::int64_t hours = 0;
    if (!take(cursor, hours) || !cursor.skip(':') || number > 36500) return none;
    return read_clock(number, hours, cursor);
  }
  if (cursor.skip(':')) return read_clock(0, number, cursor);
  std::int64_t total = 0;
  for (;;) {
    const std::int64_t fraction = take_fraction(cursor);
    if (cursor.at_end()) return Milliseconds(total + number * 1000 + fraction);
    std::int64_t unit = 0;
    if (cursor.skip("ms")) {
      total += number;
    } else {
      unit = cursor.skip('s')   ? 1
             : cursor.skip('m') ? 60
             : cursor.skip('h') ? 3600
             : cursor.skip('d') ? 86400
                                : 0;
      if (unit == 0) return none;
      total += unit * (number * 1000 + fraction);
    }
    if (total > most * 1000) return none;
    if (cursor.at_end()) return Milliseconds(total);
    if (!take(cursor, number)) return none;
  }
}

}  // namespace curfew::definition
