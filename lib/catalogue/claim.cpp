#include "curfew/catalogue.h"

#include <algorithm>
#include <array>

namespace curfew {
namespace {

constexpr std::array kinds = {"none",
                              "concurrency",
                              "rate",
                              "messages_per_connection",
                              "recipients_per_message",
                              "recipients_per_connection",
                              "domains_per_message",
                              "invalid_recipients",
                              "session_errors",
                              "greylist_delay",
                              "retry_after",
                              "block_duration",
                              "top_of_hour",
                              "size",
                              "mailbox",
                              "retry_rule",
                              "dead_site",
                              "queue_lifetime",
                              "dnsbl",
                              "reputation",
                              "content",
                              "ptr",
                              "helo",
                              "spf",
                              "dkim",
                              "dmarc",
                              "auth",
                              "tls",
                              "ipv6",
                              "dns",
                              "hops",
                              "callback"};
static_assert(kinds.size() == static_cast<std::size_t>(ClaimKind::callback) + 1);

constexpr std::array units = {"none",   "connections", "messages", "recipients", "domains",
                              "errors", "hops",        "seconds",  "megabytes"};
static_assert(units.size() == static_cast<std::size_t>(ClaimUnit::megabytes) + 1);

constexpr std::array scopes = {"none",   "ip",      "ip6",       "netblock", "domain",
                               "sender", "account", "recipient", "session",  "message",
                               "url",    "triplet", "remote"};
static_assert(scopes.size() == static_cast<std::size_t>(ClaimScope::remote) + 1);

constexpr std::array bases = {"none",       "provider",    "software",
                              "reply_text", "third_party", "unverified"};
static_assert(bases.size() == static_cast<std::size_t>(ClaimBasis::unverified) + 1);

template <typename Enum, std::size_t size>
std::optional<Enum> named(const std::array<const char*, size>& words,
                          std::string_view word) noexcept {
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Enum>(found - words.begin());
}

}  // namespace

const char* name(ClaimKind kind) noexcept {
  return kinds[static_cast<std::size_t>(kind)];
}
const char* name(ClaimUnit unit) noexcept {
  return units[static_cast<std::size_t>(unit)];
}
const char* name(ClaimScope per) noexcept {
  return scopes[static_cast<std::size_t>(per)];
}
const char* name(ClaimBasis basis) noexcept {
  return bases[static_cast<std::size_t>(basis)];
}

const char* describe(ClaimBasis basis) noexcept {
  switch (basis) {
    case ClaimBasis::none:
      return "";
    case ClaimBasis::provider:
      return "documented by the provider";
    case ClaimBasis::software:
      return "a default of the mail software";
    case ClaimBasis::reply_text:
      return "said by the replies themselves";
    case ClaimBasis::third_party:
      return "reported by others";
    case ClaimBasis::unverified:
      return "not verified";
  }
  return "";
}

std::optional<ClaimKind> claim_kind_named(std::string_view word) noexcept {
  return named<ClaimKind>(kinds, word);
}
std::optional<ClaimUnit> claim_unit_named(std::string_view word) noexcept {
  return named<ClaimUnit>(units, word);
}
std::optional<ClaimScope> claim_scope_named(std::string_view word) noexcept {
  return named<ClaimScope>(scopes, word);
}
std::optional<ClaimBasis> claim_basis_named(std::string_view word) noexcept {
  return named<ClaimBasis>(bases, word);
}

}  // namespace curfew
