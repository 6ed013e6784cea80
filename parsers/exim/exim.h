#pragma once

#include <memory>

#include "curfew/parser.h"

namespace curfew::exim {

/// Exim: its own logs, syslog, and what a debugging run shows.
std::shared_ptr<const Format> format();

}  // namespace curfew::exim
