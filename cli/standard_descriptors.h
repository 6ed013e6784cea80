#pragma once

namespace curfew::cli {

/// Takes the places of standard descriptors that were closed (`2>&-`): else the next file that is
/// opened is standard error, and complaints land in a result or a result in a log. Reading and
/// writing there fails, as on a closed one.
void hold_standard_descriptors() noexcept;

}  // namespace curfew::cli
