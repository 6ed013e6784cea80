#include "definition/stamp_form.h"

#include <array>
#include <chrono>
#include <cstdint>

#include "text/cursor.h"
#include "time/stamp.h"

namespace curfew::definition {
namespace {

using text::Cursor;

Stamp utc_stamp(std::int64_t seconds, int milliseconds) noexcept {
  Stamp stamp;
  stamp.wall = WallTime(Milliseconds(seconds * 1000 + milliseconds));
  stamp.offset = std::chrono::minutes(0);
  return stamp;
}

// What no log of mail was written before or will be soon; keeps sums of milliseconds in range.
bool is_sane(std::int64_t seconds) noexcept {
  return seconds >= 0 && seconds < std::int64_t{253402300800};  // the year 10000
}

// ".322882"
int take_stamp_fraction(Cursor& cursor) noexcept {
  if (!cursor.skip('.') && !cursor.skip(',')) return 0;
  int milliseconds = 0;
  int weight = 100;
  while (text::is_digit(cursor.peek())) {
    milliseconds += (cursor.peek() - '0') * weight;
    weight /= 10;
    cursor.advance(1);
  }
  return milliseconds;
}

bool read_epoch(std::string_view text, Stamp& stamp) noexcept {
  Cursor cursor(text);
  std::int64_t seconds = 0;
  if (!cursor.take_number(seconds) || !is_sane(seconds)) return false;
  const int fraction = take_stamp_fraction(cursor);
  if (!cursor.at_end()) return false;
  stamp = utc_stamp(seconds, fraction);
  return true;
}

bool take_hex(std::string_view digits, std::uint64_t& value) noexcept {
  value = 0;
  for (const char c : digits) {
    const int digit = text::is_digit(c)      ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return false;
    value = value * 16 + static_cast<std::uint64_t>(digit);
  }
  return true;
}

// "@40000000419f13a41cebadcc": 2^62 and 10 seconds are added, then the nanoseconds.
// cr.yp.to/libtai/tai64.html; daemontools counts no leap seconds.
bool read_tai64n(std::string_view text, Stamp& stamp) noexcept {
  constexpr std::uint64_t epoch = (std::uint64_t{1} << 62U) + 10;
  std::uint64_t seconds = 0;
  std::uint64_t nanoseconds = 0;
  if (text.size() != 25 || text.front() != '@' || !take_hex(text.substr(1, 16), seconds) ||
      !take_hex(text.substr(17), nanoseconds) || seconds < epoch || nanoseconds >= 1000000000) {
    return false;
  }
  const auto since = static_cast<std::int64_t>(seconds - epoch);
  if (!is_sane(since)) return false;
  stamp = utc_stamp(since, static_cast<int>(nanoseconds / 1000000));
  return true;
}

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Parts {
  int year = 2000;
  bool has_year = false;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int fraction = 0;
  bool twelve_hours = false;
  bool afternoon = false;
  std::optional<std::chrono::minutes> offset;
};

bool take_digits(Cursor& cursor, std::size_t most, int& value) noexcept {
  std::size_t count = 0;
  value = 0;
  for (; count < most && text::is_digit(cursor.peek()); ++count) {
    value = value * 10 + (cursor.peek() - '0');
    cursor.advance(1);
  }
  return count != 0;
}

bool take_month(Cursor& cursor, int& month) noexcept {
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (!cursor.skip(months[i])) continue;
    month = static_cast<int>(i) + 1;
    return true;
  }
  return false;
}

bool take_offset(Cursor& cursor, std::optional<std::chrono::minutes>& offset) noexcept {
  if (cursor.skip('Z')) {
    offset = std::chrono::minutes(0);
    return true;
  }
  const bool west = cursor.peek() == '-';
  int hours = 0;
  int minutes = 0;
  if (!west && cursor.peek() != '+') return false;
  cursor.advance(1);
  if (!take_digits(cursor, 2, hours)) return false;
  cursor.skip(':');
  if (!take_digits(cursor, 2, minutes) || hours > 14 || minutes > 59) return false;
  const std::chrono::minutes distance(hours * 60 + minutes);
  offset = west ? -distance : distance;
  return true;
}

bool take_half(Cursor& cursor, Parts& parts) noexcept {
  parts.twelve_hours = true;
  parts.afternoon = cursor.peek() == 'P' || cursor.peek() == 'p';
  if (!parts.afternoon && cursor.peek() != 'A' && cursor.peek() != 'a') return false;
  cursor.advance(1);
  if (cursor.peek() != 'M' && cursor.peek() != 'm') return false;
  cursor.advance(1);
  return true;
}

bool take_part(char letter, Cursor& cursor, Parts& parts) noexcept {
  switch (letter) {
    case 'Y':
      parts.has_year = true;
      return take_digits(cursor, 4, parts.year);
    case 'y': {
      parts.has_year = true;
      const bool taken = take_digits(cursor, 2, parts.year);
      parts.year += 2000;
      return taken;
    }
    case 'm':
      return take_digits(cursor, 2, parts.month);
    case 'd':
    case 'e':
      cursor.skip_blanks();
      return take_digits(cursor, 2, parts.day);
    case 'b':
      return take_month(cursor, parts.month);
    case 'H':
    case 'I':
      return take_digits(cursor, 2, parts.hour);
    case 'M':
      return take_digits(cursor, 2, parts.minute);
    case 'S':
      return take_digits(cursor, 2, parts.second);
    case 'p':
      return take_half(cursor, parts);
    case 'f':
      parts.fraction = take_stamp_fraction(cursor);
      return true;
    case 'z':
      return take_offset(cursor, parts.offset);
    case 'a':
      return !cursor.take_while(text::is_letter).empty();
    default:
      return false;
  }
}

bool make_stamp(const Parts& parts, Stamp& stamp) noexcept {
  using namespace std::chrono;
  int hour = parts.hour;
  if (parts.twelve_hours) {
    if (hour < 1 || hour > 12) return false;
    hour = hour % 12 + (parts.afternoon ? 12 : 0);
  }
  const year_month_day date{year(parts.year), month(static_cast<unsigned>(parts.month)),
                            day(static_cast<unsigned>(parts.day))};
  if (!date.ok() || hour > 23 || parts.minute > 59 || parts.second > 60) return false;
  stamp.wall = local_days(date) + hours(hour) + minutes(parts.minute) + seconds(parts.second) +
               milliseconds(parts.fraction);
  stamp.has_year = parts.has_year;
  stamp.offset = parts.offset;
  return true;
}

bool read_letters(std::string_view form, std::string_view text, Stamp& stamp) noexcept {
  Cursor cursor(text);
  Parts parts;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '%') {
      if (!take_part(form[++i], cursor, parts)) return false;
    } else if (!cursor.skip(form[i])) {
      return false;
    }
  }
  return cursor.at_end() && make_stamp(parts, stamp);
}

}  // namespace

bool StampForm::read(std::string_view words, StampForm& form, std::string& wrong) {
  form.letters_.clear();
  if (words == "rfc3339") {
    form.kind_ = Kind::rfc3339;
  } else if (words == "rfc3164") {
    form.kind_ = Kind::rfc3164;
  } else if (words == "tai64n") {
    form.kind_ = Kind::tai64n;
  } else if (words == "epoch") {
    form.kind_ = Kind::epoch;
  } else if (words.find('%') == std::string_view::npos) {
    wrong = "no such form of time: " + std::string(words);
    return false;
  } else {
    form.kind_ = Kind::letters;
    form.letters_ = words;
    constexpr std::string_view letters = "YymdebHIMSpfza";
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] != '%') continue;
      ++i;
      if (i < words.size() && letters.find(words[i]) != std::string_view::npos) continue;
      wrong = "no such letter in a form of time: %" + std::string(words.substr(i, 1));
      return false;
    }
  }
  return true;
}

bool StampForm::read_stamp(std::string_view text, Stamp& stamp) const noexcept {
  Cursor cursor(text);
  switch (kind_) {
    case Kind::rfc3339:
      return time::read_iso8601(cursor, stamp) && cursor.at_end();
    case Kind::rfc3164:
      return time::read_rfc3164(cursor, stamp) && cursor.at_end();
    case Kind::tai64n:
      return read_tai64n(text, stamp);
    case Kind::epoch:
      return read_epoch(text, stamp);
    case Kind::letters:
      return read_letters(letters_, text, stamp);
  }
  return false;
}

}  // namespace curfew::definition
