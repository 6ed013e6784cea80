#include <sstream>

#include "curfew/trace.h"
#include "lib/report/findings_made.h"
#include "support/catch.h"
#include "trace/why.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;

constexpr Instant midnight{std::chrono::sys_days(std::chrono::year(2020) / 6 / 4) + 7h};  // UTC-7
constexpr const char* code = "421 AUP#CXCNCT";

/// A message that arrived at ten in the evening; it is closed from 17:00 to 07:00.
class Story {
 public:
  explicit Story(Instant arrived = midnight - 2h) {
    traces.zone = TimeZone::fixed(-7h);
    Trace& story = traces.messages.emplace_back();
    story.hops.emplace_back();
    story.hops.back().queue_id = "A1";
    story.hops.back().arrived = arrived;
  }

  TraceStep& tried(Instant at, Outcome outcome, const char* recipient = "bob@cox.example") {
    TraceStep& step = traces.messages.front().steps.emplace_back();
    step.time = step.until = at;
    step.outcome = outcome;
    step.recipient = recipient;
    step.contacted = Contacted::yes;
    step.remote_host = "mx.cox.example";
    if (outcome == Outcome::delivered) return step;
    step.reply_code = 421;
    step.reply_text = "blocked. AUP#CXCNCT";
    step.remote = "cox.example";
    step.code = code;
    return step;
  }
  TraceStep& happened(Instant at, MessageState state) {
    TraceStep& step = traces.messages.front().steps.emplace_back();
    step.time = step.until = at;
    step.kind = EventKind::message;
    step.state = state;
    return step;
  }
  std::string why(const ReportFinding& finding = test::night_finding()) {
    explain(traces, test::report_with(finding));
    return said();
  }
  std::string said() const { return trace::why_of(traces.messages.front(), traces.zone).words(); }

  Traces traces;
};

ReportFinding nothing() {
  ReportFinding one = test::night_finding();
  one.finding.remote = "other.example";
  return one;
}

}  // namespace

TEST_CASE("a wait is shared out between their closed hours and our own retries") {
  Story story;
  story.tried(midnight - 2h, Outcome::deferred);
  story.tried(midnight + 10h, Outcome::delivered);
  CHECK(story.why() ==
        "delivered after 12 h: 9 h because cox.example was closed, 3 h because of our own retries");
  CHECK(story.traces.messages.front().why.finding == "f-0123abcd");
}

TEST_CASE("a message that waits is told who refuses, when and with what, and until when") {
  Story story;
  story.tried(midnight - 2h, Outcome::deferred);
  ReportFinding one = test::night_finding();
  one.finding.next_opening = midnight + 7h;
  CHECK(
      story.why(one) ==
      "waiting since 2020-06-03 22:00: cox.example refuses every day from 17:00 to 07:00 with 421 "
      "AUP#CXCNCT; it opens at 2020-06-04 07:00");
  one.finding.next_opening.reset();
  one.finding.next_closing = midnight + 17h;
  CHECK(story.why(one).ends_with(
      "; it is open now, and our server has not tried since 2020-06-03 22:00"));
  story.traces.messages.front().steps.front().contacted = Contacted::no;
  CHECK(story.why(one).ends_with("; it is open now, and our server has not tried yet"));
}

TEST_CASE("rules other than hours are told where they are made of numbers") {
  Story story;
  TraceStep& step = story.tried(midnight, Outcome::deferred);
  step.remote = "rate.example";
  step.code = "450 4.7.1";
  CHECK(story.why(test::quota_finding()) ==
        "waiting since 2020-06-03 22:00: rate.example refuses after 50 messages in a clock hour "
        "with 450 4.7.1; last refused at 2020-06-04 00:00; our server tries again");
  ReportFinding one = test::quota_finding();
  one.finding.kind = FindingKind::recipient;
  one.finding.rule->model = Model::recipient;
  one.finding.rule->keys = {"somebody@rate.example"};
  CHECK(story.why(one).find("somebody") == std::string::npos);
  story.tried(midnight + 1h, Outcome::delivered);
  CHECK(story.why(test::quota_finding()) ==
        "delivered after 3 h: rate.example refused after 50 messages in a clock hour with 450 "
        "4.7.1, last at 2020-06-04 00:00; our next try was 1 h later");
}

TEST_CASE("where nothing explains it, the last reply and the next step are told") {
  Story story;
  story.tried(midnight, Outcome::deferred);
  CHECK(story.why(nothing()) ==
        "waiting since 2020-06-03 22:00: mx.cox.example said at 2020-06-04 00:00: 421 blocked. "
        "AUP#CXCNCT; our server tries again");
  story.traces.messages.front().steps.front().reply_code = 0;
  CHECK(story.said().find("mx.cox.example could not be reached at") != std::string::npos);
  story.traces.messages.front().steps.front().contacted = Contacted::no;
  CHECK(story.said().find(": our own server says: blocked") != std::string::npos);
  story.traces.messages.front().steps.front().error_class = ErrorClass::not_due;
  CHECK(story.said().find(": our server did not try: blocked") != std::string::npos);
  story.tried(midnight + 1h, Outcome::deferred);
  story.tried(midnight + 2h, Outcome::delivered);
  CHECK(story.why(nothing()) ==
        "delivered after 4 h: mx.cox.example refused until 2020-06-04 01:00 with 421 blocked. "
        "AUP#CXCNCT; our next try was 1 h later");
}

TEST_CASE("findings that ask nobody to do or know anything explain nothing") {
  Story story;
  story.tried(midnight, Outcome::deferred);
  ReportFinding one = test::night_finding();
  one.finding.kind = FindingKind::noise;
  one.finding.windows.clear();
  CHECK(story.why(one).find("mx.cox.example said") != std::string::npos);
}

TEST_CASE("what went back says who said what") {
  Story back;
  TraceStep& step = back.tried(midnight, Outcome::bounced);
  step.reply_code = 550;
  step.enhanced_code = {.status = 5, .subject = 1, .detail = 1};
  step.reply_text = "user unknown";
  CHECK(back.why(nothing()) ==
        "returned to the sender at 2020-06-04 00:00: mx.cox.example said 550 5.1.1 user unknown");
  step.contacted = Contacted::no;
  CHECK(back.said() ==
        "returned to the sender at 2020-06-04 00:00: our own server says 550 5.1.1 user unknown");

  Story given_up;
  given_up.tried(midnight, Outcome::deferred);
  given_up.happened(midnight + 118h, MessageState::expired);
  CHECK(given_up.why() ==
        "returned to the sender: our server gave up after 120 h; cox.example refuses every day "
        "from 17:00 to 07:00 with 421 AUP#CXCNCT");
  CHECK(given_up.why(nothing()) ==
        "returned to the sender: our server gave up after 120 h; mx.cox.example said at 2020-06-04 "
        "00:00: 421 blocked. AUP#CXCNCT");
}

TEST_CASE("what our own filters stopped names them") {
  const auto said = [](const char* words, InboundAction action) {
    Story story;
    TraceStep& step = story.happened(midnight, MessageState::removed);
    step.action = action;
    step.reply_text = words;
    return story.why();
  };
  CHECK(said("header Subject: spam", InboundAction::rejected) ==
        "rejected by our own header check: header Subject: spam");
  CHECK(said("body x", InboundAction::discarded) == "discarded by our own body check: body x");
  CHECK(said("", InboundAction::rejected) == "rejected by our own milter");
}

TEST_CASE("of several recipients the worst is told, and the others are counted") {
  Story story;
  story.tried(midnight, Outcome::delivered, "a@cox.example");
  CHECK(story.why() == "delivered at the first try, after 2 h");
  story.tried(midnight + 1h, Outcome::delivered, "b@cox.example");
  CHECK(story.why() == "delivered at the first try, after 3 h, to all 2 recipients");
  story.tried(midnight, Outcome::deferred, "c@cox.example");
  CHECK(story.why(nothing()).starts_with("c@cox.example: waiting since"));
  CHECK(story.said().ends_with("; of 2 other recipients: 2 delivered"));
  story.traces.messages.front().steps.erase(story.traces.messages.front().steps.begin());
  CHECK(story.why(nothing()).ends_with("; the other recipient: delivered"));
}

TEST_CASE("a wait begins at the first hop, and its refusals count") {
  Story story;
  Trace& message = story.traces.messages.front();
  message.hops.front().next = {1};
  message.hops.emplace_back();
  message.hops.back().arrived = midnight + 1h;
  story.tried(midnight, Outcome::deferred);
  story.tried(midnight + 1h, Outcome::delivered);
  story.tried(midnight + 2h, Outcome::delivered).hop = 1;
  CHECK(story.why() ==
        "delivered after 4 h: 4 h because cox.example was closed, 0 s because of our own retries");
  message.steps.erase(message.steps.begin());
  CHECK(story.why() == "delivered at the first try, after 4 h");
}

TEST_CASE("a message of which no end is known says so") {
  Story story;
  story.happened(midnight, MessageState::received);
  CHECK(story.why() == "the log does not tell how it ended");
}

TEST_CASE("the tracer learns from attempts under what a refusal is counted") {
  Tracer tracer({.query = "A1"});
  Events events;
  Event& event = events.add();
  event.time = midnight;
  event.line = 7;
  event.queue_id = "A1";
  event.recipient = "bob@cox.example";
  event.outcome = Outcome::deferred;
  event.contacted = Contacted::yes;
  tracer.add(Attempt{.event = event, .remote = "cox.example", .code = code});
  tracer.add("postfix", "mail.log", events);
  events[0].line = 8;
  events[0].time += 1h;
  Event other = events[0];
  other.line = 9;
  tracer.add(Attempt{.event = other, .remote = "cox.example", .code = code});
  tracer.add("postfix", "mail.log", events);
  const Traces traces = tracer.finish(Period{});
  REQUIRE(traces.messages.size() == 1);
  REQUIRE(traces.messages[0].steps.size() == 2);
  CHECK(traces.messages[0].steps[0].remote == "cox.example");
  CHECK(traces.messages[0].steps[0].code == code);
  CHECK(traces.messages[0].steps[1].code.empty());
}

TEST_CASE("why is hidden where people are, and its texts drive no terminal") {
  Story story;
  TraceStep& step = story.tried(midnight, Outcome::bounced);
  step.reply_text = "no bob@cox.example here\x1b[31m";
  story.why(nothing());
  const Redactor redactor(Redaction::publicly, RedactionKey::from_log("a log"));
  std::ostringstream out;
  write_text(redacted(story.traces, redactor), out);
  write_json(redacted(story.traces, redactor), out);
  write_text(story.traces, out);
  write_json(story.traces, out);
  CHECK(out.str().find('\x1b') == std::string::npos);
  std::ostringstream hidden;
  write_text(redacted(story.traces, redactor), hidden);
  write_json(redacted(story.traces, redactor), hidden);
  CHECK(hidden.str().find("bob@") == std::string::npos);
}

}  // namespace curfew
