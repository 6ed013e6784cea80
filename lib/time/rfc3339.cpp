#include <array>
#include <cstdio>
#include <cstdlib>

#include "curfew/time.h"
#include "time/rfc3339.h"

namespace curfew {
namespace {

struct Parts {
  std::chrono::year_month_day day;
  std::chrono::hh_mm_ss<Milliseconds> time;
};

Parts parts(WallTime wall) {
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  return {.day = std::chrono::year_month_day(day),
          .time = std::chrono::hh_mm_ss<Milliseconds>(wall - day)};
}

// Of 0 to 99.
void append_two(std::string& out, long number) {
  out += static_cast<char>('0' + number / 10);
  out += static_cast<char>('0' + number % 10);
}

void append_day(std::string& out, std::chrono::year_month_day day) {
  const int year = static_cast<int>(day.year());
  if (year < 0 || year > 9999) {  // of no log; as printf has it
    std::array<char, 16> digits{};
    out += std::string_view(digits.data(), static_cast<std::size_t>(std::snprintf(
                                               digits.data(), digits.size(), "%04d", year)));
  } else {
    append_two(out, year / 100);
    append_two(out, year % 100);
  }
  out += '-';
  append_two(out, static_cast<unsigned>(day.month()));
  out += '-';
  append_two(out, static_cast<unsigned>(day.day()));
}

}  // namespace

std::string rfc3339(Instant at, const TimeZone& zone) {
  std::string text;
  time::append_rfc3339(text, at, zone);
  return text;
}

std::string wall_minutes(Instant at, const TimeZone& zone) {
  const Parts p = parts(zone.to_wall(at));
  std::string text;
  append_day(text, p.day);
  text += ' ';
  append_two(text, p.time.hours().count());
  text += ':';
  append_two(text, p.time.minutes().count());
  return text;
}

}  // namespace curfew

namespace curfew::time {

void append_rfc3339(std::string& out, Instant at, const TimeZone& zone) {
  const std::chrono::seconds offset = zone.offset(at);
  const Parts p = parts(WallTime(at.time_since_epoch() + offset));
  append_day(out, p.day);
  out += 'T';
  append_two(out, p.time.hours().count());
  out += ':';
  append_two(out, p.time.minutes().count());
  out += ':';
  append_two(out, p.time.seconds().count());
  if (const auto rest = p.time.subseconds().count(); rest != 0) {
    out += '.';
    out += static_cast<char>('0' + rest / 100);
    append_two(out, rest % 100);
  }
  if (zone.is_fixed() && offset.count() == 0) {
    out += 'Z';
    return;
  }
  const long minutes = std::labs(static_cast<long>(offset.count())) / 60;
  out += offset.count() < 0 ? '-' : '+';
  append_two(out, minutes / 60);
  out += ':';
  append_two(out, minutes % 60);
}

}  // namespace curfew::time
