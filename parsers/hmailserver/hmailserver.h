#pragma once

#include "curfew/parser.h"

namespace curfew::hmailserver {

extern const Format format;

}  // namespace curfew::hmailserver
