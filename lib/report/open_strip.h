#pragma once

#include <optional>

#include "curfew/finding.h"
#include "page/page.h"

namespace curfew::report {

/// The hours in force as a strip of a day, or of a week where one of them is weekly. Nothing where
/// no hours are in force or an edge is not known.
std::optional<page::OpenStrip> open_strip_of(const Finding& finding, std::optional<Instant> now);

}  // namespace curfew::report
