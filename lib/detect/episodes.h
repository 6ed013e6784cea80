#pragma once

#include <utility>
#include <vector>

#include "detect/unit.h"

namespace curfew::detect {

/// For each row: whether it lies in a time of trouble. The best cut of the rows into good and bad
/// times, where each change costs ln(rows). `leave_out` (may be null): rows that belong to neither.
std::vector<bool> bad_times(const Unit& unit, const std::vector<bool>* leave_out);

/// First and last row of each bad time.
std::vector<std::pair<std::size_t, std::size_t>> runs(const std::vector<bool>& marked);

}  // namespace curfew::detect
