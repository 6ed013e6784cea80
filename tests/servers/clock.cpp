#include "servers/clock.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace curfew::servers {
namespace {

// Berlin's summer: last Sunday of March 01:00 UTC to last Sunday of October 01:00 UTC.
bool is_summer(Time time) {
  using namespace std::chrono;
  const year_month_day today{sys_days{days{day_number(time)}}};
  const auto change = [&](month of) {
    return Time{sys_days{today.year() / of / Sunday[last]}.time_since_epoch().count()} * day + hour;
  };
  return time >= change(March) && time < change(October);
}

std::string formatted(const char* format, int a, int b, int c) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), format, a, b, c);  // NOLINT
  return text.data();
}

}  // namespace

const char* name(Zone zone) {
  constexpr std::array names = {"UTC", "America/Phoenix", "Europe/Berlin"};
  return names[static_cast<std::size_t>(zone)];
}

Time local(Time time, Zone zone) {
  if (zone == Zone::phoenix) return time - 7 * hour;
  if (zone == Zone::berlin) return time + (is_summer(time) ? 2 : 1) * hour;
  return time;
}

int minute_of_day(Time clock) {
  return static_cast<int>(clock % day / minute);
}

int day_of_week(Time clock) {
  return static_cast<int>((day_number(clock) + 3) % 7);
}

std::int64_t day_number(Time clock) {
  return clock / day;
}

Time midnight(int year, int month, int day_of_month) {
  using namespace std::chrono;
  const sys_days days = std::chrono::year{year} / month / day_of_month;
  return Time{days.time_since_epoch().count()} * servers::day;
}

std::string date(Time clock) {
  using namespace std::chrono;
  const year_month_day today{sys_days{days{day_number(clock)}}};
  return formatted("%04d-%02d-%02d", static_cast<int>(today.year()),
                   static_cast<int>(static_cast<unsigned>(today.month())),
                   static_cast<int>(static_cast<unsigned>(today.day())));
}

std::string date_time(Time clock, char between) {
  const auto seconds = static_cast<int>(clock % day / second);
  return date(clock) + between +
         formatted("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string mail_date(Time clock) {
  using namespace std::chrono;
  constexpr std::array weekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const year_month_day today{sys_days{days{day_number(clock)}}};
  return std::string(weekdays[static_cast<std::size_t>(day_of_week(clock))]) + ", " +
         formatted("%02d", static_cast<int>(static_cast<unsigned>(today.day())), 0, 0) + ' ' +
         months[static_cast<unsigned>(today.month()) - 1] + ' ' +
         std::to_string(static_cast<int>(today.year())) + date_time(clock, ' ').substr(10);
}

std::string clock_time(int minutes) {
  return formatted("%02d:%02d", minutes / 60 % 24, minutes % 60, 0);
}

}  // namespace curfew::servers
