#include "time/stamp.h"

#include <array>

namespace curfew::time {
namespace {

using text::Cursor;
using text::is_digit;

constexpr int year_of_yearless_stamps = 2000;

// Both are looked at whatever the first is: a branch less for each pair.
bool two_digits(const char* at, int& value) noexcept {
  const unsigned tens = static_cast<unsigned char>(at[0]) - static_cast<unsigned>('0');
  const unsigned ones = static_cast<unsigned char>(at[1]) - static_cast<unsigned>('0');
  if ((static_cast<unsigned>(tens > 9) | static_cast<unsigned>(ones > 9)) != 0) return false;
  value = static_cast<int>(tens * 10 + ones);
  return true;
}

// "Jan" to 1; 0 for anything else. English abbreviations, whatever the locale (strftime "%b" in C).
int month_number(const char* at) noexcept {
  const auto key = [](char a, char b, char c) {
    return static_cast<unsigned>(static_cast<unsigned char>(a)) << 16 |
           static_cast<unsigned>(static_cast<unsigned char>(b)) << 8 |
           static_cast<unsigned>(static_cast<unsigned char>(c));
  };
  switch (key(at[0], at[1], at[2])) {
    case key('J', 'a', 'n'):
      return 1;
    case key('F', 'e', 'b'):
      return 2;
    case key('M', 'a', 'r'):
      return 3;
    case key('A', 'p', 'r'):
      return 4;
    case key('M', 'a', 'y'):
      return 5;
    case key('J', 'u', 'n'):
      return 6;
    case key('J', 'u', 'l'):
      return 7;
    case key('A', 'u', 'g'):
      return 8;
    case key('S', 'e', 'p'):
      return 9;
    case key('O', 'c', 't'):
      return 10;
    case key('N', 'o', 'v'):
      return 11;
    case key('D', 'e', 'c'):
      return 12;
    default:
      return 0;
  }
}

// "16:04:53". A leap second is given as :60 by some loggers and read as :59.
bool time_of_day(const char* at, Milliseconds& time) noexcept {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!two_digits(at, hour) || at[2] != ':' || !two_digits(at + 3, minute) || at[5] != ':' ||
      !two_digits(at + 6, second)) {
    return false;
  }
  if (hour > 23 || minute > 59 || second > 60) return false;
  if (second == 60) second = 59;
  time = Milliseconds((hour * 3600 + minute * 60 + second) * 1000);
  return true;
}

// ".469844" as milliseconds; nothing there is no fraction.
Milliseconds fraction(Cursor& cursor) noexcept {
  const std::string_view rest = cursor.rest();
  if (rest.size() < 2 || (rest[0] != '.' && rest[0] != ',') || !is_digit(rest[1])) return {};
  constexpr std::array<int, 4> weights = {0, 100, 10, 1};
  int value = 0;
  std::size_t n = 1;
  for (; n < weights.size() && n < rest.size() && is_digit(rest[n]); ++n) {
    value += (rest[n] - '0') * weights[n];
  }
  while (n < rest.size() && is_digit(rest[n])) ++n;
  cursor.advance(n);
  return Milliseconds(value);
}

bool is_leap(int year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

// A table instead of the general calendar: half the time of a stamp went there. Years 0 to 9999.
bool wall_day(int year, int month, int day, WallTime& wall) noexcept {
  constexpr std::array<int, 13> days_before = {0,   31,  59,  90,  120, 151, 181,
                                               212, 243, 273, 304, 334, 365};
  constexpr int epoch = 719'528;  // days from 1 January of year 0 to 1970
  if (month < 1 || month > 12 || day < 1) return false;
  const auto at = static_cast<std::size_t>(month);
  const bool leap = is_leap(year);
  const int length = days_before[at] - days_before[at - 1] + (leap && month == 2 ? 1 : 0);
  if (day > length) return false;
  const int leap_years = (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
  const int days =
      year * 365 + leap_years + days_before[at - 1] + (leap && month > 2 ? 1 : 0) + day - 1 - epoch;
  wall = WallTime(std::chrono::days(days));
  return true;
}

// "Z", "+00:00", "+0000", "-07"; false when there is none.
bool offset(Cursor& cursor, std::chrono::minutes& east) noexcept {
  if (cursor.skip('Z')) {
    east = {};
    return true;
  }
  const std::string_view rest = cursor.rest();
  if (rest.size() < 3 || (rest[0] != '+' && rest[0] != '-')) return false;
  int hours = 0;
  int minutes = 0;
  if (!two_digits(rest.data() + 1, hours)) return false;
  std::size_t length = 3;
  if (rest.size() >= 6 && rest[3] == ':' && two_digits(rest.data() + 4, minutes)) {
    length = 6;
  } else if (rest.size() >= 5 && two_digits(rest.data() + 3, minutes)) {
    length = 5;
  }
  const int total = hours * 60 + minutes;
  if (minutes > 59 || total > 14 * 60) return false;
  east = std::chrono::minutes(rest[0] == '-' ? -total : total);
  cursor.advance(length);
  return true;
}

// " +0000" and then a blank or the end: anything else behind the blank is the line's own.
bool offset_behind_blank(Cursor& cursor, std::chrono::minutes& east) noexcept {
  constexpr std::size_t length = 6;
  const std::string_view rest = cursor.rest();
  if (rest.size() < length || rest[0] != ' ' || !is_digit(rest[4]) ||
      (rest.size() > length && rest[length] != ' ')) {
    return false;
  }
  Cursor ahead(rest.substr(1));
  if (ahead.peek() == 'Z' || !offset(ahead, east)) return false;
  cursor = ahead;
  return true;
}

// "Nov 23 16:04:53[.fraction]" in a given year; 15 characters at least.
bool month_day_time(Cursor& cursor, int year, WallTime& wall) noexcept {
  const std::string_view rest = cursor.rest();
  if (rest.size() < 15 || rest[3] != ' ' || rest[6] != ' ') return false;
  const int month = month_number(rest.data());
  if (month == 0) return false;
  int day = 0;
  if (rest[4] == ' ') {
    if (!is_digit(rest[5])) return false;
    day = rest[5] - '0';
  } else if (!two_digits(rest.data() + 4, day)) {
    return false;
  }
  Milliseconds time{};
  if (!time_of_day(rest.data() + 7, time) || !wall_day(year, month, day, wall)) return false;
  cursor.advance(15);
  wall += time + fraction(cursor);
  return true;
}

bool four_digits(const char* at, int& value) noexcept {
  int high = 0;
  int low = 0;
  if (!two_digits(at, high) || !two_digits(at + 2, low)) return false;
  value = high * 100 + low;
  return true;
}

// "2026-11-23T16:04:53[.fraction]"
bool date_and_time(Cursor& cursor, WallTime& wall) noexcept {
  const std::string_view rest = cursor.rest();
  if (rest.size() < 19 || rest[4] != '-' || rest[7] != '-' ||
      (rest[10] != 'T' && rest[10] != ' ')) {
    return false;
  }
  int year = 0;
  int month = 0;
  int day = 0;
  Milliseconds time{};
  if (!four_digits(rest.data(), year) || !two_digits(rest.data() + 5, month) ||
      !two_digits(rest.data() + 8, day) || !time_of_day(rest.data() + 11, time) ||
      !wall_day(year, month, day, wall)) {
    return false;
  }
  cursor.advance(19);
  wall += time + fraction(cursor);
  return true;
}

// ":53[.fraction]" behind a minute that is known.
bool read_seconds(Cursor& cursor, const StampCache& cache, WallTime& wall) noexcept {
  const std::string_view rest = cursor.rest();
  const std::size_t at = cache.minute_length();
  int second = 0;
  if (!cache.holds_minute(rest) || rest.size() < at + 3 || rest[at] != ':' ||
      !two_digits(rest.data() + at + 1, second) || second > 59) {
    return false;
  }
  cursor.advance(at + 3);
  wall = cache.minute() + std::chrono::seconds(second) + fraction(cursor);
  return true;
}

void read_offset(Cursor& cursor, Stamp& stamp, bool blank_before_offset,
                 StampCache* cache) noexcept {
  if (cache != nullptr && cache->holds_offset(cursor.rest())) {
    stamp.offset = cache->offset();
    cursor.advance(StampCache::offset_length);
    return;
  }
  const std::string_view before = cursor.rest();
  std::chrono::minutes east{};
  if (offset(cursor, east)) {
    stamp.offset = east;
    const std::size_t taken = before.size() - cursor.rest().size();
    if (cache != nullptr) cache->keep_offset(before.substr(0, taken), east);
  } else if (blank_before_offset && offset_behind_blank(cursor, east)) {
    stamp.offset = east;
  }
}

}  // namespace

bool read_rfc3164(Cursor& cursor, Stamp& stamp, StampCache* cache) noexcept {
  constexpr std::size_t minute_length = 12;  // "Nov 23 16:04"
  WallTime wall{};
  if (cache != nullptr && cache->minute_length() == minute_length &&
      read_seconds(cursor, *cache, wall)) {
    stamp = Stamp{.wall = wall, .has_year = false, .offset = std::nullopt};
    return true;
  }
  const std::string_view minute = cursor.rest().substr(0, minute_length);
  if (!month_day_time(cursor, year_of_yearless_stamps, wall)) return false;
  if (cache != nullptr) cache->keep_minute(minute, std::chrono::floor<std::chrono::minutes>(wall));
  stamp = Stamp{.wall = wall, .has_year = false, .offset = std::nullopt};
  return true;
}

bool read_year_first(Cursor& cursor, Stamp& stamp) noexcept {
  const std::string_view rest = cursor.rest();
  int year = 0;
  if (rest.size() < 20 || rest[4] != ' ' || !four_digits(rest.data(), year)) return false;
  Cursor behind(rest.substr(5));
  WallTime wall{};
  if (!month_day_time(behind, year, wall)) return false;
  cursor = behind;
  stamp = Stamp{.wall = wall, .has_year = true, .offset = std::nullopt};
  return true;
}

bool read_iso8601(Cursor& cursor, Stamp& stamp, bool blank_before_offset,
                  StampCache* cache) noexcept {
  constexpr std::size_t minute_length = 16;  // "2026-11-23T16:04"
  if (cache != nullptr && cache->take_iso8601(cursor, stamp)) return true;
  WallTime wall{};
  if (cache == nullptr || cache->minute_length() != minute_length ||
      !read_seconds(cursor, *cache, wall)) {
    const std::string_view minute = cursor.rest().substr(0, minute_length);
    if (!date_and_time(cursor, wall)) return false;
    if (cache != nullptr) {
      cache->keep_minute(minute, std::chrono::floor<std::chrono::minutes>(wall));
    }
  }
  stamp = Stamp{.wall = wall, .has_year = true, .offset = std::nullopt};
  read_offset(cursor, stamp, blank_before_offset, cache);
  return true;
}

bool read_digits(std::string_view fourteen, WallTime& wall) noexcept {
  if (fourteen.size() < 14) return false;
  const char* at = fourteen.data();
  int year = 0;
  std::array<int, 5> rest{};
  if (!four_digits(at, year)) return false;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (!two_digits(at + 4 + 2 * i, rest[i])) return false;
  }
  const auto [month, day, hour, minute, second] = rest;
  if (hour > 23 || minute > 59 || second > 59 || !wall_day(year, month, day, wall)) return false;
  wall += std::chrono::seconds(hour * 3600 + minute * 60 + second);
  return true;
}

}  // namespace curfew::time
