#pragma once

#include <memory>

#include "curfew/input.h"

namespace curfew::input {

/// The same bytes, read on a thread of its own while others are looked at: for sources whose
/// reading is work. Up to a mebibyte ahead. What the source throws is thrown at its place.
std::unique_ptr<Source> read_ahead(std::unique_ptr<Source> source);

}  // namespace curfew::input
