#include "parse/envelope/stamp_text.h"

#include <array>

#include "time/stamp.h"

namespace curfew::parse {
namespace {

using text::Cursor;

constexpr std::size_t seconds_digits = 10;

// Two digits at `at`, or more.
void put(char* at, unsigned value, std::size_t digits) noexcept {
  while (digits-- != 0) {
    at[digits] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

// The front digits as a whole number, and zeros for those that are missing.
std::int64_t leading(std::string_view digits, std::size_t n) noexcept {
  std::int64_t value = 0;
  for (std::size_t i = 0; i < n; ++i)
    value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return value;
}

}  // namespace

bool read_any_stamp(Cursor& cursor, Stamp& stamp) noexcept {
  if (!text::is_digit(cursor.peek())) return time::read_rfc3164(cursor, stamp);
  const bool spaced = cursor.rest().size() > 10 && cursor.rest()[10] == ' ';
  return time::read_iso8601(cursor, stamp, spaced) || time::read_year_first(cursor, stamp);
}

std::optional<Instant> read_epoch(std::string_view text) noexcept {
  Cursor cursor(text);
  const std::string_view whole = cursor.take_while(text::is_digit);
  std::string_view fraction;
  if (cursor.skip('.') || cursor.skip(',')) fraction = cursor.take_while(text::is_digit);
  if (!cursor.at_end() || whole.size() < seconds_digits || whole.front() == '0') return {};
  constexpr std::array<std::size_t, 4> lengths = {10, 13, 16, 19};
  for (const std::size_t length : lengths) {
    if (whole.size() != length) continue;
    if (length == seconds_digits) {
      return Instant(Milliseconds(leading(whole, length) * 1000 + leading(fraction, 3)));
    }
    return Instant(Milliseconds(leading(whole, seconds_digits + 3)));
  }
  return {};
}

void append_stamp(std::string& out, WallTime wall, std::optional<std::chrono::minutes> offset,
                  char separator) {
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const std::chrono::year_month_day date(day);
  const auto milliseconds = static_cast<unsigned>((wall - day).count());
  char text[] = "0000-00-00T00:00:00.000+00:00";
  put(text, static_cast<unsigned>(int(date.year())), 4);
  put(text + 5, unsigned(date.month()), 2);
  put(text + 8, unsigned(date.day()), 2);
  text[10] = separator;
  put(text + 11, milliseconds / 3'600'000, 2);
  put(text + 14, milliseconds / 60'000 % 60, 2);
  put(text + 17, milliseconds / 1000 % 60, 2);
  put(text + 20, milliseconds % 1000, 3);
  if (!offset) {
    out.append(text, 23);
    return;
  }
  const auto minutes = static_cast<unsigned>(std::abs(static_cast<int>(offset->count())));
  text[23] = offset->count() < 0 ? '-' : '+';
  put(text + 24, minutes / 60, 2);
  put(text + 27, minutes % 60, 2);
  out.append(text, 29);
}

void append_yearless_stamp(std::string& out, WallTime wall) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const std::chrono::year_month_day date(day);
  out += months.substr(3 * (unsigned(date.month()) - 1), 3);
  std::string rest;
  append_stamp(rest, wall, std::nullopt);
  const bool whole_second = rest.ends_with(".000");
  out += ' ';
  out += rest.substr(8, 2);
  out += ' ';
  out += rest.substr(11, whole_second ? 8 : 12);
}

void append_stamp(std::string& out, Instant at) {
  append_stamp(out, WallTime(at.time_since_epoch()), std::chrono::minutes(0));
}

}  // namespace curfew::parse
