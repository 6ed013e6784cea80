#include "curfew/smtp.h"

#include <algorithm>
#include <array>

namespace curfew {
namespace {

constexpr std::array<const char*, cause_count> words = {
    "unknown",   "local",    "network", "dns",        "tls",      "concurrency", "session_limit",
    "rate",      "greylist", "dnsbl",   "reputation", "rdns",     "auth",        "mailbox_full",
    "recipient", "size",     "content", "relay",      "protocol", "policy",      "busy"};

}  // namespace

const char* name(Cause cause) noexcept {
  return words[static_cast<std::size_t>(cause)];
}

std::optional<Cause> cause_named(std::string_view word) noexcept {
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Cause>(found - words.begin());
}

}  // namespace curfew
