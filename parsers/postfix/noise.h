#pragma once

#include <string_view>

namespace curfew::postfix {

/// Lines of Postfix that are understood and of no use here: sessions of clients, TLS, statistics,
/// start and stop, what the administrator did. `body` has no queue id.
bool is_noise(std::string_view body) noexcept;

/// The same for the text behind a queue id: notifications, access rules, milters, header checks.
bool is_noise_of_message(std::string_view words) noexcept;

/// "warning: ", "error: ", "fatal: ", "panic: ": Postfix speaking of its own trouble.
/// util/msg_syslog.c
bool begins_with_severity(std::string_view body) noexcept;

}  // namespace curfew::postfix
