#include "detect/nature.h"

#include <algorithm>

namespace curfew::detect {

bool is_unreachable(const Unit& unit) noexcept {
  return unit.traits.all_without_reply;
}

bool is_final(const Unit& unit) noexcept {
  return unit.traits.reply_code >= 500;
}

bool is_about_service(const Unit& unit) noexcept {
  if (is_unreachable(unit)) return true;
  switch (unit.traits.cause) {
    case Cause::unknown:
    case Cause::local:
    case Cause::network:
    case Cause::dns:
    case Cause::tls:
    case Cause::protocol:
    case Cause::busy:
      return !unit.traits.about_mailbox && !is_final(unit);
    default:
      return false;
  }
}

bool is_refused_repeatedly(const Unit& unit) noexcept {
  constexpr std::ptrdiff_t least = 3;
  const auto refuses = [](const Row& row) { return row.counts.all_refused() > 0; };
  return std::ranges::count_if(unit.rows, refuses) >= least;
}

}  // namespace curfew::detect
