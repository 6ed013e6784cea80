#include "postfix/queue_listings.h"

namespace curfew::postfix {
namespace {

std::string_view said_in(std::string_view reason) noexcept {
  for (const std::string_view before : {" said: ", " refused to talk to me: "}) {
    const std::size_t at = reason.find(before);
    if (at != reason.npos) return reason.substr(at + before.size());
  }
  return reason;
}

}  // namespace

QueuedRecipient queued_recipient(std::string address, std::string_view reason) {
  constexpr std::string_view repeated = "delivery temporarily suspended: ";
  if (reason.starts_with(repeated)) reason.remove_prefix(repeated.size());
  return {.address = std::move(address),
          .reason = std::string(reason),
          .said = std::string(said_in(reason))};
}

}  // namespace curfew::postfix
