#pragma once

#include "curfew/smtp.h"

namespace curfew::catalogue {

/// What the numbers of a reply say alone: the enhanced code (RFC 3463 and the IANA registry), else
/// the reply code (RFC 5321 section 4.2). unknown where they say nothing.
Cause cause_of(const Reply& reply, Stage stage) noexcept;

/// What failed where there was no reply: local, network, dns, tls or relay, never the remote's
/// reasons.
Cause cause_of(ErrorSource source, ErrorClass error) noexcept;

}  // namespace curfew::catalogue
