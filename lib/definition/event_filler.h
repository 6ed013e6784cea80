#pragma once

#include "curfew/event.h"
#include "definition/facts.h"
#include "definition/field.h"
#include "definition/plan.h"

namespace curfew::definition {

/// Writes what a row and its facts say into an event, as all parsers write it: hosts in lower case
/// without the dot at their end, "<>" for the null sender, replies without their codes.
void fill(const Row& row, const Facts& facts, const Plan& plan, Event& event, Events& events);

/// "<a@b>" without its brackets; "<>" where nothing is in them.
std::string_view address_of(std::string_view text) noexcept;

}  // namespace curfew::definition
