#pragma once

#include <chrono>
#include <cstdint>

namespace curfew::loggen {

class LineWriter;

/// A moment of the made-up world: microseconds since 1970, UTC. Its servers log in UTC, too.
using Moment = std::chrono::sys_time<std::chrono::microseconds>;
using Microseconds = std::chrono::microseconds;

inline constexpr Moment first_moment =
    std::chrono::sys_days{std::chrono::January / 5 / 2026};  // a Monday

constexpr std::uint64_t seconds_of(Moment at) noexcept {
  return static_cast<std::uint64_t>(at.time_since_epoch() / std::chrono::seconds(1));
}
constexpr std::uint64_t microseconds_of(Moment at) noexcept {
  return static_cast<std::uint64_t>(at.time_since_epoch().count() % 1'000'000);
}
/// Seconds since midnight, UTC.
constexpr std::uint64_t time_of_day(Moment at) noexcept {
  return seconds_of(at) % 86'400;
}

struct Calendar {
  unsigned year, month, day, hour, minute, second;
};
/// Remembers the last second asked for: lines come in order. One thread.
const Calendar& calendar_of(Moment at);

void write_iso8601(LineWriter& out, Moment at);                  // 2026-01-05T00:00:00.000000+00:00
void write_rfc3164(LineWriter& out, Moment at);                  // Jan  5 00:00:00
void write_date_time(LineWriter& out, Moment at, char between);  // 2026-01-05 00:00:00
void write_digits(LineWriter& out, Moment at);                   // 20260105000000

}  // namespace curfew::loggen
