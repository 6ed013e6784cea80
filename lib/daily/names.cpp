#include <array>

#include "curfew/daily.h"

namespace curfew {

const char* name(DailySection section) noexcept {
  constexpr std::array<const char*, daily_section_count> names{
      "findings", "totals",  "hours",   "days",    "remotes",   "rejects",
      "logins",   "notices", "domains", "senders", "recipients"};
  return names.at(static_cast<std::size_t>(section));
}

}  // namespace curfew
