#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "curfew/trace.h"
#include "trace/ending.h"

namespace curfew::trace {

/// How it went for one recipient at the last hop that had the message. Points into the trace.
struct Course {
  std::size_t hop = 0;
  std::string_view recipient;
  Ending ending = Ending::open;
  const TraceStep* last = nullptr;  ///< what made the ending
  /// Also those for which our server did not try, and those at hops before.
  std::vector<const TraceStep*> refusals;
};

/// Of each recipient. None where nobody was tried.
std::vector<Course> courses_of(const Trace& story);

}  // namespace curfew::trace
