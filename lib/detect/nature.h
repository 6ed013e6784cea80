#pragma once

#include "detect/unit.h"

namespace curfew::detect {

/// No reply: DNS, the connection or the network failed.
bool is_unreachable(const Unit& unit) noexcept;
/// The refusals are for good (5xx): nothing is tried again, so nothing is learned from retries.
bool is_final(const Unit& unit) noexcept;
/// What is said, if anything, is about the state of their service, not about us or our mail.
bool is_about_service(const Unit& unit) noexcept;
/// In three quarters of an hour at least: whatever happens within one moment may have any cause.
bool is_refused_repeatedly(const Unit& unit) noexcept;

}  // namespace curfew::detect
