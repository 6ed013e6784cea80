#pragma once

#include <string>

#include "curfew/event.h"

namespace curfew::daily {

/// What rejections are counted under beside their reason: the reply's masked text without the
/// address it begins with, up to where it begins to explain; of a DNS list, its name.
std::string wording_of_rejection(const Event& event);

/// A client that was not let in with the name and the password it gave.
bool is_failed_login(const Event& event) noexcept;

/// What notices are counted under: the masked text, clients by "<host>". Of failed logins the way
/// they were tried: not a wording for each name.
std::string wording_of_notice(const Event& event);

}  // namespace curfew::daily
