#include <array>

#include "daily/page.h"

namespace curfew::daily {

std::string size(std::uint64_t bytes) {
  constexpr std::array units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes == 0) return {};
  if (bytes < 1000) return std::to_string(bytes) + " B";
  std::size_t unit = 0;
  std::uint64_t tenths = bytes;  // of the next unit
  std::uint64_t rest = 0;
  do {
    rest = tenths % 1000;
    tenths /= 1000;
    ++unit;
  } while (tenths >= 1000);
  std::uint64_t shown = tenths * 10 + (rest + 50) / 100;
  if (shown == 10000 && unit + 1 < units.size()) {
    shown = 10;
    ++unit;
  }
  return std::to_string(shown / 10) + '.' + std::to_string(shown % 10) + ' ' + units.at(unit);
}

}  // namespace curfew::daily
