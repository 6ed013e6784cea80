#pragma once

#include <vector>

namespace curfew::detect {

/// Benjamini's and Hochberg's q for each ln p: the least share of false discoveries at which it
/// would be claimed.
std::vector<double> q_values(const std::vector<double>& ln_p);

}  // namespace curfew::detect
