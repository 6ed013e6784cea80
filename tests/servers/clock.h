#pragma once

#include <cstdint>
#include <string>

namespace curfew::servers {

/// Microseconds since 1970, UTC.
using Time = std::int64_t;

constexpr Time millisecond = 1'000;
constexpr Time second = 1'000'000;
constexpr Time minute = 60 * second;
constexpr Time hour = 60 * minute;
constexpr Time day = 24 * hour;

/// The zones whose hours remotes keep.
enum class Zone : std::uint8_t { utc, phoenix, berlin };

const char* name(Zone zone);
/// What the zone's clocks show, as if it were UTC.
Time local(Time time, Zone zone);
/// Minutes since midnight, days of the week (Monday is 0) and days since 1970 on a clock.
int minute_of_day(Time clock);
int day_of_week(Time clock);
std::int64_t day_number(Time clock);

Time midnight(int year, int month, int day_of_month);
/// "2026-03-02", and with 'T', ' ' or nothing after it "2026-03-02T09:00:01".
std::string date(Time clock);
std::string date_time(Time clock, char between);
/// "Mon, 02 Mar 2026 09:00:01", as replies have it.
std::string mail_date(Time clock);
/// "09:05" of minutes since midnight.
std::string clock_time(int minutes);

}  // namespace curfew::servers
