#pragma once

#include <optional>

#include "curfew/server.h"

namespace curfew::hmailserver {

/// How hMailServer is told so, in the words of its configuration.
std::optional<Advice> advise(const Remedy& remedy);

}  // namespace curfew::hmailserver
