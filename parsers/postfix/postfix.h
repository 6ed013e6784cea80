#pragma once

#include <memory>

#include "curfew/parser.h"

namespace curfew::postfix {

/// Postfix, as syslog, postlogd or journalctl shows its lines.
std::shared_ptr<const Format> format();

}  // namespace curfew::postfix
