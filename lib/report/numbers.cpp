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

std::string clock_hour(int hour) {
  hour %= 24;
  return std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00";
}

}  // namespace curfew::report
