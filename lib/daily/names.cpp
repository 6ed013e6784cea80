#include <array>

#include "curfew/daily.h"

namespace curfew {

const char* name(DailySection section) noexcept {
  constexpr std::array<const char*, daily_section_count> names{
      "findings",    "totals",   "hours",  "days",    "remotes", "rejects", "logins",    "tls",
      "connections", "screened", "delays", "notices", "domains", "senders", "recipients"};
  return names.at(static_cast<std::size_t>(section));
}

const char* name(DailyPhase phase) noexcept {
  constexpr std::array<const char*, daily_phase_count> names{
      "before_queue", "active_queue", "connecting", "sending", "queue", "delivery"};
  return names.at(static_cast<std::size_t>(phase));
}

}  // namespace curfew
