#pragma once

#include <string>

#include "curfew/event.h"

namespace curfew::test {

/// The members in which an event that was read differs from the one that was written, as words; of
/// the line and what it repeats, and of what is counted when events are joined, nothing is said.
/// Bytes that are no UTF-8 are read as U+FFFD.
std::string difference(const Event& written, const Event& read);

}  // namespace curfew::test
