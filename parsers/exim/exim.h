#pragma once

#include "curfew/parser.h"

namespace curfew::exim {

extern const Format format;

}  // namespace curfew::exim
