#pragma once

#include <vector>

#include "trace/course.h"

namespace curfew::trace {

/// When its wait began: with the arrival at the first hop where the log tells it, else with the
/// first try.
Instant since(const Course& course, const Trace& story);

/// Of all recipients the one of whom there is most to say: who still waits, whose mail was
/// returned, who waited longest. Null where there is none.
const Course* told_course(const std::vector<Course>& courses, const Trace& story);

}  // namespace curfew::trace
