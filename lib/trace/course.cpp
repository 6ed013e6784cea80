#include "trace/course.h"

#include <algorithm>
#include <map>
#include <utility>

namespace curfew::trace {
namespace {

using Courses = std::map<std::pair<std::size_t, std::string_view>, Course>;

Ending ending_of(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::delivered:
      return Ending::delivered;
    case Outcome::bounced:
      return Ending::bounced;
    case Outcome::expired:
      return Ending::expired;
    case Outcome::discarded:
      return Ending::discarded;
    case Outcome::deferred:
    case Outcome::held:
    case Outcome::interrupted:
      return Ending::deferred;
    case Outcome::unknown:
      break;
  }
  return Ending::open;
}

using Steps = std::vector<const TraceStep*>;

void add_all(const Steps& some, Steps& all) {
  all.insert(all.end(), some.begin(), some.end());
}

void end(Course& course, const TraceStep& step, Ending ending) {
  course.hop = step.hop;
  course.recipient = step.recipient;
  course.ending = ending;
  course.last = &step;
}

void expire(Courses& courses, const TraceStep& step) {
  for (auto& [who, course] : courses) {
    if (who.first != step.hop || course.ending != Ending::deferred) continue;
    course.ending = Ending::expired;
    course.last = &step;
  }
}

}  // namespace

// What a hop hands to the next one ends there.
std::vector<Course> courses_of(const Trace& story) {
  Courses courses;
  Steps before;  // refusals at hops that handed the message on
  for (const TraceStep& step : story.steps) {
    const std::pair who(step.hop, std::string_view(step.recipient));
    if (step.kind == EventKind::attempt) {
      const Ending ending = ending_of(step.outcome);
      if (ending == Ending::delivered && !story.hops[step.hop].next.empty()) {
        const auto course = courses.find(who);
        if (course == courses.end()) continue;
        add_all(course->second.refusals, before);
        courses.erase(course);
        continue;
      }
      Course& course = courses[who];
      end(course, step, ending);
      const bool refused =
          ending == Ending::deferred || ending == Ending::bounced || ending == Ending::expired;
      if (refused) course.refusals.push_back(&step);
    } else if (step.kind == EventKind::message && step.state == MessageState::expired) {
      expire(courses, step);
    } else if (step.action == InboundAction::rejected || step.action == InboundAction::discarded) {
      const bool rejected = step.action == InboundAction::rejected;
      end(courses[who], step, rejected ? Ending::rejected : Ending::discarded);
    } else if (step.state == MessageState::removed && step.reply_text.starts_with("requeued")) {
      std::erase_if(courses, [&](const auto& one) {  // who still waits goes with it
        const bool goes = one.first.first == step.hop && one.second.ending == Ending::deferred;
        if (goes) add_all(one.second.refusals, before);
        return goes;
      });
    }
  }
  std::vector<Course> all;
  for (auto& [who, course] : courses) {
    course.refusals.insert(course.refusals.begin(), before.begin(), before.end());
    all.push_back(std::move(course));
  }
  return all;
}

}  // namespace curfew::trace
