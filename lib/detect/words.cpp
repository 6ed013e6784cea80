#include <array>
#include <cstddef>

#include "curfew/finding.h"

namespace curfew {

const char* name(ZoneStatus status) noexcept {
  static constexpr std::array names{"undetermined", "narrowed", "determined"};
  return names[static_cast<std::size_t>(status)];
}

const char* name(WindowPeriod period) noexcept {
  return period == WindowPeriod::day ? "day" : "week";
}

const char* name(OnDay on) noexcept {
  static constexpr std::array names{"unknown", "yes", "no"};
  return names[static_cast<std::size_t>(on)];
}

}  // namespace curfew
