#include "trace/ending.h"

#include <algorithm>
#include <vector>

#include "trace/course.h"

namespace curfew::trace {

Ending ending_of(const Trace& story) {
  const std::vector<Course> courses = courses_of(story);
  if (courses.empty()) return Ending::open;
  const Ending first = courses.front().ending;
  if (std::ranges::all_of(courses, [&](const Course& one) { return one.ending == first; })) {
    return first;
  }
  const bool waits = std::ranges::any_of(courses, [](const Course& one) {
    return one.ending == Ending::deferred || one.ending == Ending::open;
  });
  return waits ? Ending::deferred : Ending::partly;
}

const char* name(Ending ending) noexcept {
  switch (ending) {
    case Ending::open:
      return "open";
    case Ending::deferred:
      return "deferred";
    case Ending::delivered:
      return "delivered";
    case Ending::partly:
      return "partly_delivered";
    case Ending::bounced:
      return "bounced";
    case Ending::expired:
      return "expired";
    case Ending::discarded:
      return "discarded";
    case Ending::rejected:
      return "rejected";
  }
  return "open";
}

}  // namespace curfew::trace
