#include "report/calendar.h"

namespace curfew::report {

std::string time_of_day(std::chrono::seconds into_period) {
  const std::int64_t minutes = into_period.count() / 60 % (24 * 60);
  const auto two_digits = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two_digits(minutes / 60) + ':' + two_digits(minutes % 60);
}

std::string time_of_week(std::chrono::seconds into_week) {
  const auto day = static_cast<std::size_t>(into_week / std::chrono::days(1)) % weekdays.size();
  return std::string(weekdays[day]) + ' ' + time_of_day(into_week);
}

}  // namespace curfew::report
