#pragma once

#include "curfew/parser.h"

namespace curfew::postfix {

extern const Format format;

}  // namespace curfew::postfix
