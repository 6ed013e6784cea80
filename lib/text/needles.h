#pragma once

#include <string>
#include <vector>

namespace curfew::text {

/// Words in lower case of which at least one stands in the lower-cased text wherever the expression
/// matches: looking for them first spares most searches. Empty: nothing can be said. Takes longer
/// than compiling the expression. Needs: the expression compiles.
std::vector<std::string> needles_of(const std::string& expression);

}  // namespace curfew::text
