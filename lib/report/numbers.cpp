#include "report/numbers.h"

namespace curfew::report {

std::string duration(Milliseconds time) {
  const auto seconds = std::chrono::round<std::chrono::seconds>(time).count();
  if (seconds < 60) return std::to_string(seconds) + " s";
  const auto minutes = (seconds + 30) / 60;
  if (minutes < 60) return std::to_string(minutes) + " min";
  std::string text = std::to_string(minutes / 60) + " h";
  if (minutes % 60 != 0) text += ' ' + std::to_string(minutes % 60) + " min";
  return text;
}

std::string short_duration(Milliseconds time) {
  const auto minutes = std::chrono::round<std::chrono::minutes>(time).count();
  if (minutes < 60) return duration(time);
  const auto tenths = (minutes * 10 + 30) / 60;
  if (tenths >= 480) return std::to_string((tenths + 120) / 240) + " d";
  if (tenths >= 100) return std::to_string((tenths + 5) / 10) + " h";
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " h";
}

std::string clock_hour(int hour) {
  hour %= 24;
  return std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00";
}

}  // namespace curfew::report
