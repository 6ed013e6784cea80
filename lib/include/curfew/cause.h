#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "curfew/export.h"

namespace curfew {

/// Why mail was refused, as the remote states it. Each answers "who must do what" in its own way.
enum class Cause : std::uint8_t {
  unknown,
  local,          ///< said by our own server; never evidence about the remote
  network,        ///< no reply, or one that only tells of a broken connection
  dns,            ///< a name could not be resolved, by us or by them
  tls,            ///< encryption demanded or failed
  concurrency,    ///< too many connections at the same time
  session_limit,  ///< too much in one connection or message
  rate,           ///< too much per unit of time
  greylist,       ///< unknown yet; a correct retry passes
  dnsbl,          ///< a third party's list is named
  reputation,     ///< the remote's own distrust
  rdns,           ///< the reverse name of the sending IP
  auth,           ///< SPF, DKIM, DMARC, ARC
  mailbox_full,
  recipient,  ///< unknown, moved, disabled
  size,
  content,   ///< a verdict on this message
  relay,     ///< not responsible for the recipient, or login needed
  protocol,  ///< syntax, order, greeting, headers, loops
  policy,    ///< a rule that names no technical cause
  busy       ///< overloaded, full, in maintenance, no other reason
};

inline constexpr std::size_t cause_count = 21;

/// As it stands in JSON: "session_limit".
CURFEW_API const char* name(Cause cause) noexcept;
/// The other way round.
CURFEW_API std::optional<Cause> cause_named(std::string_view word) noexcept;

}  // namespace curfew
