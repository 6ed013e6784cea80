#include "loggen/calendar.h"

#include <array>

#include "loggen/line_writer.h"

namespace curfew::loggen {
namespace {

constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

Calendar reckon(std::uint64_t seconds) {
  const std::chrono::year_month_day date{
      std::chrono::sys_days{std::chrono::days{static_cast<std::int64_t>(seconds / 86'400)}}};
  const auto time = static_cast<unsigned>(seconds % 86'400);
  return {.year = static_cast<unsigned>(static_cast<int>(date.year())),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .hour = time / 3600,
          .minute = time / 60 % 60,
          .second = time % 60};
}

void write_time(LineWriter& out, const Calendar& now) {
  out << Padded{now.hour, 2} << ':' << Padded{now.minute, 2} << ':' << Padded{now.second, 2};
}

}  // namespace

const Calendar& calendar_of(Moment at) {
  static std::uint64_t cached = 0;
  static Calendar calendar = reckon(0);
  const std::uint64_t seconds = seconds_of(at);
  if (seconds != cached) {
    cached = seconds;
    calendar = reckon(seconds);
  }
  return calendar;
}

void write_date_time(LineWriter& out, Moment at, char between) {
  const Calendar& now = calendar_of(at);
  out << Padded{now.year, 4} << '-' << Padded{now.month, 2} << '-' << Padded{now.day, 2} << between;
  write_time(out, now);
}

void write_iso8601(LineWriter& out, Moment at) {
  write_date_time(out, at, 'T');
  out << '.' << Padded{microseconds_of(at), 6} << "+00:00";
}

void write_rfc3164(LineWriter& out, Moment at) {
  const Calendar& now = calendar_of(at);
  out << months[now.month - 1] << ' ' << Padded{now.day, 2, ' '} << ' ';
  write_time(out, now);
}

void write_digits(LineWriter& out, Moment at) {
  const Calendar& now = calendar_of(at);
  out << Padded{now.year, 4} << Padded{now.month, 2} << Padded{now.day, 2} << Padded{now.hour, 2}
      << Padded{now.minute, 2} << Padded{now.second, 2};
}

}  // namespace curfew::loggen
