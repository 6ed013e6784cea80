#include "curfew/time.h"

namespace curfew {

const char* name(ClockSource source) noexcept {
  switch (source) {
    case ClockSource::in_log:
      return "in_log";
    case ClockSource::option:
      return "option";
    case ClockSource::learned:
      return "learned";
    case ClockSource::file_date:
      return "file_date";
    case ClockSource::system:
      return "system";
    case ClockSource::assumed:
      return "assumed";
  }
  return "assumed";
}

}  // namespace curfew
