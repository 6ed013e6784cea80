#include <array>
#include <cstdio>
#include <cstdlib>

#include "curfew/time.h"

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

}  // namespace

std::string rfc3339(Instant at, const TimeZone& zone) {
  const std::chrono::seconds offset = zone.offset(at);
  const Parts p = parts(zone.to_wall(at));
  std::array<char, 64> text{};
  int n = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(p.day.year()),
      static_cast<unsigned>(p.day.month()), static_cast<unsigned>(p.day.day()),
      static_cast<int>(p.time.hours().count()), static_cast<int>(p.time.minutes().count()),
      static_cast<int>(p.time.seconds().count()));
  std::string result(text.data(), static_cast<std::size_t>(n));
  if (p.time.subseconds().count() != 0) {
    n = std::snprintf(text.data(), text.size(), ".%03d",
                      static_cast<int>(p.time.subseconds().count()));
    result.append(text.data(), static_cast<std::size_t>(n));
  }
  if (zone.is_fixed() && offset.count() == 0) return result + 'Z';
  const long minutes = std::labs(static_cast<long>(offset.count())) / 60;
  n = std::snprintf(text.data(), text.size(), "%c%02ld:%02ld", offset.count() < 0 ? '-' : '+',
                    minutes / 60, minutes % 60);
  return result.append(text.data(), static_cast<std::size_t>(n));
}

std::string wall_minutes(Instant at, const TimeZone& zone) {
  const Parts p = parts(zone.to_wall(at));
  std::array<char, 64> text{};
  const int n = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02u %02d:%02d", static_cast<int>(p.day.year()),
      static_cast<unsigned>(p.day.month()), static_cast<unsigned>(p.day.day()),
      static_cast<int>(p.time.hours().count()), static_cast<int>(p.time.minutes().count()));
  return {text.data(), static_cast<std::size_t>(n)};
}

}  // namespace curfew
