#pragma once

#include <memory>

#include "curfew/parser.h"

namespace curfew::hmailserver {

/// hMailServer, all the forms of its log.
std::shared_ptr<const Format> format();

}  // namespace curfew::hmailserver
