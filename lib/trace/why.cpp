#include "trace/why.h"

#include <algorithm>
#include <string>
#include <vector>

#include "report/numbers.h"
#include "trace/course.h"
#include "trace/told_course.h"

namespace curfew::trace {
namespace {

using page::Text;
using page::Untrusted;
using report::counted;
using report::duration;

Text reply_of(const TraceStep& step) {
  Text text;
  if (step.reply_code != 0) text += std::to_string(step.reply_code) + ' ';
  if (step.enhanced_code) text += to_string(step.enhanced_code) + ' ';
  return text + Untrusted(step.reply_text, 300);
}

Text party_of(const TraceStep& step) {
  if (!step.remote_host.empty()) return Untrusted(step.remote_host);
  if (!step.remote_ip.empty()) return Untrusted(step.remote_ip);
  return "our server";
}

bool was_tried(const TraceStep& step) noexcept {
  return step.contacted != Contacted::no;
}

// The newest refusal by somebody who could be reached; null where there is none.
const TraceStep* last_reply(const Course& course) {
  const auto& all = course.refusals;
  const auto found = std::find_if(all.rbegin(), all.rend(),
                                  [](const TraceStep* const one) { return was_tried(*one); });
  return found == all.rend() ? nullptr : *found;
}

// "cox.example refuses every day from 17:00 to 07:00 with 421 AUP#CXCNCT"
Text explanation(const TraceWhy& why, const char* verb) {
  Text text = Untrusted(why.remote) + verb;
  if (!why.rule.empty()) text += " " + Text(why.rule);
  if (!why.code.empty()) text += " with " + Untrusted(why.code);
  return text;
}

Text last_words(const Course& course, const TimeZone& zone) {
  const TraceStep* const reply = last_reply(course);
  if (reply == nullptr) {
    const TraceStep& step = *course.refusals.back();
    const bool not_due = step.error_class == ErrorClass::not_due;
    return Text(not_due ? "our server did not try: " : "our own server says: ") + reply_of(step);
  }
  Text text = party_of(*reply) + " said at " + wall_minutes(reply->time, zone) + ": ";
  if (reply->reply_code == 0) {
    text = party_of(*reply) + " could not be reached at " + wall_minutes(reply->time, zone) + ": ";
  }
  return text + reply_of(*reply);
}

Text waiting(const Course& course, const Trace& story, const TimeZone& zone) {
  Text text = "waiting since " + wall_minutes(since(course, story), zone) + ": ";
  if (course.last->outcome == Outcome::held) return text + "on hold in our own queue";
  const TraceWhy& why = story.why;
  if (why.finding.empty()) return text + last_words(course, zone) + "; our server tries again";
  text += explanation(why, " refuses");
  if (why.opens) return text + "; it opens at " + wall_minutes(*why.opens, zone);
  if (why.is_open) {
    const TraceStep* const reply = last_reply(course);
    text += "; it is open now";
    if (reply == nullptr) return text + ", and our server has not tried yet";
    return text + ", and our server has not tried since " + wall_minutes(reply->time, zone);
  }
  const TraceStep* const reply = last_reply(course);
  if (reply != nullptr) text += "; last refused at " + wall_minutes(reply->time, zone);
  return text + "; our server tries again";
}

// Whose wait it was.
Text shares(const Course& course, const Trace& story, const TimeZone& zone) {
  const TraceWhy& why = story.why;
  const Milliseconds whole = course.last->time - since(course, story);
  if (why.theirs && why.theirs->count() > 0) {
    const Milliseconds theirs = std::min(*why.theirs, whole);
    return Text(duration(theirs)) + " because " + Untrusted(why.remote) + " was closed, " +
           duration(whole - theirs) + " because of our own retries";
  }
  const TraceStep* const reply = last_reply(course);
  if (reply == nullptr) {
    const Text text = "our server did not try before";
    return why.finding.empty() ? text : text + ", because " + explanation(why, " had refused");
  }
  Text text;
  if (why.finding.empty()) {
    text = party_of(*reply) + " refused until " + wall_minutes(reply->time, zone) + " with " +
           reply_of(*reply);
  } else {
    text = explanation(why, " refused") + ", last at " + wall_minutes(reply->time, zone);
  }
  return text + "; our next try was " + duration(course.last->time - reply->time) + " later";
}

Text delivered(const Course& course, const Trace& story, const TimeZone& zone) {
  const Milliseconds whole = course.last->time - since(course, story);
  if (course.refusals.empty()) {
    const bool known = std::ranges::any_of(
        story.hops, [](const TraceHop& hop) { return hop.arrived.has_value(); });
    return known ? "delivered at the first try, after " + duration(whole)
                 : std::string("delivered at the first try that is logged");
  }
  return "delivered after " + Text(duration(whole)) + ": " + shares(course, story, zone);
}

Text returned(const Course& course, const TimeZone& zone) {
  const TraceStep& step = *course.last;
  Text text = "returned to the sender at " + wall_minutes(step.time, zone) + ": ";
  return text + (was_tried(step) ? party_of(step) + " said " : "our own server says ") +
         reply_of(step);
}

Text expired(const Course& course, const Trace& story, const TimeZone& zone) {
  Text text = "returned to the sender: our server gave up after " +
              Text(duration(course.last->time - since(course, story)));
  if (!story.why.finding.empty()) return text + "; " + explanation(story.why, " refuses");
  return course.refusals.empty() ? text : text + "; " + last_words(course, zone);
}

Text filtered(const Course& course) {
  const TraceStep& step = *course.last;
  const std::string_view words = step.reply_text;
  const char* by = "milter";
  if (words.starts_with("header")) by = "header check";
  if (words.starts_with("body")) by = "body check";
  if (words.starts_with("mime")) by = "MIME header check";
  Text text = step.action == InboundAction::rejected ? "rejected" : "discarded";
  if (step.outcome == Outcome::deferred) text += " for now";
  text += " by our own " + Text(by);
  return words.empty() ? text : text + ": " + reply_of(step);
}

Text end_of(const Course& course, const Trace& story, const TimeZone& zone) {
  switch (course.ending) {
    case Ending::deferred:
      return waiting(course, story, zone);
    case Ending::delivered:
    case Ending::partly:
      return delivered(course, story, zone);
    case Ending::bounced:
      return returned(course, zone);
    case Ending::expired:
      return expired(course, story, zone);
    case Ending::discarded:
      if (course.last->action == InboundAction::none) return "discarded by our own server";
      return filtered(course);
    case Ending::rejected:
      return filtered(course);
    case Ending::open:
      break;
  }
  return "the log does not tell how it ended";
}

bool was_taken_at_once(const std::vector<Course>& courses) {
  return std::ranges::all_of(courses, [](const Course& one) {
    return one.ending == Ending::delivered && one.refusals.empty();
  });
}

const char* word_of(Ending ending) noexcept {
  switch (ending) {
    case Ending::deferred:
      return "waiting";
    case Ending::delivered:
    case Ending::partly:
      return "delivered";
    case Ending::bounced:
    case Ending::expired:
      return "returned";
    case Ending::discarded:
      return "discarded";
    case Ending::rejected:
      return "rejected";
    case Ending::open:
      break;
  }
  return "end not seen";
}

// "; of 2 other recipients: 1 waiting, 1 delivered"
Text others(const std::vector<Course>& courses, const Course& told) {
  if (courses.size() == 2) {
    const Course& other = &told == &courses.front() ? courses.back() : courses.front();
    return "; the other recipient: " + Text(word_of(other.ending));
  }
  std::vector<std::pair<std::string, std::size_t>> counts;
  for (const Course& one : courses) {
    if (&one == &told) continue;
    const std::string word = word_of(one.ending);
    const auto known = std::ranges::find(counts, word, &std::pair<std::string, std::size_t>::first);
    if (known == counts.end()) {
      counts.emplace_back(word, 1);
    } else {
      ++known->second;
    }
  }
  Text text = "; of " + counted(courses.size() - 1, "other recipient: ", "other recipients: ");
  for (std::size_t i = 0; i < counts.size(); ++i) {
    text += (i == 0 ? "" : ", ") + report::grouped(counts[i].second) + ' ' + counts[i].first;
  }
  return text;
}

}  // namespace

page::Text why_of(const Trace& story, const TimeZone& zone) {
  const std::vector<Course> courses = courses_of(story);
  const Course* const told = told_course(courses, story);
  if (told == nullptr) return "the log does not tell how it ended";
  if (courses.size() == 1) return end_of(*told, story, zone);
  if (was_taken_at_once(courses)) {
    return delivered(*told, story, zone) + ", to all " +
           counted(courses.size(), "recipient", "recipients");
  }
  Text text;
  if (!told->recipient.empty()) text += Untrusted(told->recipient) + ": ";
  return text + end_of(*told, story, zone) + others(courses, *told);
}

}  // namespace curfew::trace
