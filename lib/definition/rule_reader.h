#pragma once

#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "definition/plan.h"
#include "definition/table.h"

namespace curfew::definition {

/// What came of a line and a rule.
enum class Fit : std::uint8_t {
  no,
  yes,
  not_understood,  ///< a word that a map does not know
};

/// Whether the rule knows the line, as far as that stands in the line itself. Where it does, the
/// row has what the pattern took.
bool knows(const Rule& rule, Row& row) noexcept;

/// Takes from a line that the rule knows all it says. `facts` become what it says in fixed words.
Fit read_by(const Rule& rule, const Plan& plan, std::vector<Table>& tables, Row& row, Facts& facts,
            Events& events);

}  // namespace curfew::definition
