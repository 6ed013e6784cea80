#include "report/clock_words.h"

namespace curfew::report {

std::string_view why(ClockSource source, std::string_view option) noexcept {
  switch (source) {
    case ClockSource::in_log:
      return "in the log";
    case ClockSource::option:
      return option.empty() ? "by option" : option;
    case ClockSource::learned:
      return "learned from ids in the log";
    case ClockSource::file_date:
      return "from the file's date";
    case ClockSource::system:
      return "this machine's";
    case ClockSource::assumed:
      return "assumed";
  }
  return "assumed";
}

}  // namespace curfew::report
