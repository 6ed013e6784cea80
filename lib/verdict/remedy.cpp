#include <algorithm>
#include <array>

#include "curfew/server.h"
#include "verdict/advice_terms.h"

namespace curfew {
namespace {

constexpr std::array<const char*, remedy_kinds> names = {
    "retry_after_opening", "retry_in_time", "fewer_connections", "fewer_messages_in_connection",
    "fewer_recipients",    "slower",        "prefer_ipv4",       "hold_outside_hours",
    "greet_with_name"};

}  // namespace

const char* name(RemedyKind kind) noexcept {
  return names[static_cast<std::size_t>(kind)];
}

std::optional<RemedyKind> remedy_named(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<RemedyKind>(found - names.begin());
}

std::string Remedy::with_waits(std::string_view does, std::string_view becomes) const {
  std::string sentences(does);
  if (median_wait) {
    sentences += ". Our own retries add " + verdict::time_text(our_wait) +
                 " to a wait (median); that becomes ";
    sentences += becomes;
  }
  return sentences + '.';
}

}  // namespace curfew
