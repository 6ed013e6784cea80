#include <algorithm>
#include <vector>

#include "curfew/report.h"
#include "curfew/trace.h"
#include "report/concerned.h"
#include "report/sentence.h"
#include "trace/course.h"
#include "trace/told_course.h"
#include "verdict/closed_time.h"

namespace curfew {
namespace {

using trace::Course;
using trace::Ending;

bool concerns(const Finding& finding, const TraceStep& step) {
  return report::is_about(finding, {.remote = step.remote,
                                    .code = step.code,
                                    .host = step.remote_host,
                                    .ip = step.remote_ip,
                                    .source = {},
                                    .recipient = step.recipient,
                                    .first = step.time,
                                    .last = step.until,
                                    .replied = step.reply_code != 0});
}

// The gravest that explains the newest refusal, else one before.
const Finding* finding_of(const Course& course, const Report& report) {
  for (auto step = course.refusals.rbegin(); step != course.refusals.rend(); ++step) {
    if ((*step)->remote.empty()) continue;
    for (const ReportFinding& one : report.findings) {
      if (attention_of(one.finding) == Attention::none) continue;
      if (concerns(one.finding, **step)) return &one.finding;
    }
  }
  return nullptr;
}

// Of rules that are made of numbers and times; others name people.
std::string rule_of(const Finding& finding, const TimeZone& zone) {
  if (!finding.windows.empty()) {
    const auto now = std::ranges::find(finding.windows, false, &Window::ended);
    return report::hours_of(now == finding.windows.end() ? finding.windows.back() : *now);
  }
  const bool numbers = finding.kind == FindingKind::quota ||
                       finding.kind == FindingKind::concurrency ||
                       finding.kind == FindingKind::limit || finding.kind == FindingKind::block;
  return numbers && finding.rule ? report::rule_of(*finding.rule, zone) : std::string();
}

}  // namespace

void explain(Traces& traces, const Report& report) {
  for (Trace& story : traces.messages) {
    const std::vector<Course> courses = trace::courses_of(story);
    const Course* const course = trace::told_course(courses, story);
    const Finding* const finding = course == nullptr ? nullptr : finding_of(*course, report);
    story.why = {};
    if (finding == nullptr) continue;
    TraceWhy& why = story.why;
    why.finding = finding->id;
    why.remote = whole_remote(*finding);
    why.grouping = report.grouping;
    why.code = finding->code.empty() ? course->refusals.back()->code : finding->code;
    why.rule = rule_of(*finding, traces.zone);
    if (finding->windows.empty()) continue;
    if (course->ending == Ending::deferred) {
      why.opens = finding->next_opening;
      why.is_open = finding->next_closing.has_value();
    } else {
      why.theirs = verdict::closed_time(*finding, trace::since(*course, story), course->last->time);
    }
  }
}

}  // namespace curfew
