#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "curfew/export.h"

namespace curfew {

/// What a remote states as its reason, as far as it can be put to a test.
enum class ClaimKind : std::uint8_t {
  none,
  concurrency,  ///< at most `limit` connections open at the same time
  rate,         ///< at most `limit` in each `window`
  messages_per_connection,
  recipients_per_message,
  recipients_per_connection,
  domains_per_message,
  invalid_recipients,  ///< too many addresses that do not exist
  session_errors,      ///< too many mistakes in one connection
  greylist_delay,      ///< a retry after `limit` passes, before `window` is over
  retry_after,         ///< a retry after `limit` is welcome
  block_duration,      ///< the refusals last at most `limit`
  top_of_hour,         ///< busy in the first minutes of each hour
  size,
  mailbox,         ///< one mailbox: others of the host take mail at the same time
  retry_rule,      ///< our own: the next retry was not due
  dead_site,       ///< our own: the host is left alone for `limit`
  queue_lifetime,  ///< our own: given up on after `limit`
  dnsbl,
  reputation,
  content,
  ptr,
  helo,
  spf,
  dkim,
  dmarc,
  auth,
  tls,
  ipv6,
  dns,
  hops,
  callback
};

/// What a limit counts.
enum class ClaimUnit : std::uint8_t {
  none,
  connections,
  messages,
  recipients,
  domains,
  errors,
  hops,
  seconds,
  megabytes
};

/// What a limit is kept for: each IP of ours, each sender ...
enum class ClaimScope : std::uint8_t {
  none,
  ip,
  ip6,
  netblock,
  domain,
  sender,
  account,
  recipient,
  session,
  message,
  url,
  triplet,  ///< IP or network, sender, recipient
  remote
};

/// Where a claim is known from.
enum class ClaimBasis : std::uint8_t {
  none,
  provider,    ///< the provider's own pages
  software,    ///< a default of the mail software
  reply_text,  ///< the replies themselves
  third_party,
  unverified
};

/// A stated reason with its figures. Negative: no figure is known.
struct Claim {
  ClaimKind kind = ClaimKind::none;
  ClaimUnit unit = ClaimUnit::none;
  ClaimScope per = ClaimScope::none;
  ClaimBasis basis = ClaimBasis::none;
  std::int64_t limit = -1;        ///< in `unit`
  std::int64_t window = -1;       ///< seconds
  std::int64_t block_least = -1;  ///< how long a refusal lasts, seconds
  std::int64_t block_most = -1;
  std::int64_t other_limit = -1;  ///< where sources disagree, the other figure
  ClaimBasis other_basis = ClaimBasis::none;

  explicit operator bool() const noexcept { return kind != ClaimKind::none; }
  friend bool operator==(const Claim&, const Claim&) = default;
};

/// As they stand in JSON and in catalogues.
CURFEW_API const char* name(ClaimKind kind) noexcept;
CURFEW_API const char* name(ClaimUnit unit) noexcept;
CURFEW_API const char* name(ClaimScope per) noexcept;
CURFEW_API const char* name(ClaimBasis basis) noexcept;
/// For people: "documented by the provider".
CURFEW_API const char* describe(ClaimBasis basis) noexcept;

CURFEW_API std::optional<ClaimKind> claim_kind_named(std::string_view word) noexcept;
CURFEW_API std::optional<ClaimUnit> claim_unit_named(std::string_view word) noexcept;
CURFEW_API std::optional<ClaimScope> claim_scope_named(std::string_view word) noexcept;
CURFEW_API std::optional<ClaimBasis> claim_basis_named(std::string_view word) noexcept;

}  // namespace curfew
