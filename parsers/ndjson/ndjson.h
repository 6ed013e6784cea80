#pragma once

#include <memory>

#include "curfew/parser.h"

namespace curfew::ndjson {

std::shared_ptr<const Format> format();

}  // namespace curfew::ndjson
