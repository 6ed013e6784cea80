#pragma once

#include <memory>

#include "curfew/input.h"

namespace curfew::input {

/// The same bytes, unpacked where they are packed; as unpacked(), but UTF-16 stays as it is.
std::unique_ptr<Source> unpacked_bytes(std::unique_ptr<Source> source);

}  // namespace curfew::input
