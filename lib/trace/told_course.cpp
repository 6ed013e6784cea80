#include "trace/told_course.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace curfew::trace {
namespace {

int weight(Ending ending) noexcept {
  switch (ending) {
    case Ending::deferred:
      return 4;
    case Ending::bounced:
    case Ending::expired:
    case Ending::rejected:
      return 3;
    case Ending::discarded:
      return 2;
    case Ending::delivered:
    case Ending::partly:
      return 1;
    case Ending::open:
      break;
  }
  return 0;
}

}  // namespace

Instant since(const Course& course, const Trace& story) {
  std::optional<Instant> arrived;
  for (const TraceHop& hop : story.hops) {
    if (hop.arrived && (!arrived || *hop.arrived < *arrived)) arrived = hop.arrived;
  }
  if (arrived) return std::min(*arrived, course.last->time);
  return course.refusals.empty() ? course.last->time : course.refusals.front()->time;
}

const Course* told_course(const std::vector<Course>& courses, const Trace& story) {
  const auto less = [&](const Course& a, const Course& b) {
    const auto of = [&](const Course& one) {
      return std::tuple(weight(one.ending), one.refusals.size(),
                        one.last->time - since(one, story));
    };
    return of(a) < of(b);
  };
  const auto most = std::ranges::max_element(courses, less);
  return most == courses.end() ? nullptr : &*most;
}

}  // namespace curfew::trace
