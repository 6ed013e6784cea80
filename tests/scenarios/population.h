#pragma once

#include <cstdint>

namespace curfew::scenarios {

/// Simulates remotes of all families, prints what was found of each; whether no window was claimed
/// where there is none.
bool print_families(int count, std::uint64_t seed);

/// The same of remotes without any rule of the clock: how many windows are claimed before and after
/// false-discovery control.
/// In how many of `count` logs the founding case is found, or suspected, by mails a day and days of
/// log. True where what docs/detection.md promises is kept.
bool print_sensitivity(int count, std::uint64_t seed);
bool print_nulls(int count, std::uint64_t seed);

/// Time and memory for that many remotes, a tenth of which refuse.
void print_cost(int remotes, int days);

}  // namespace curfew::scenarios
