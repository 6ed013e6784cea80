#include "report/story.h"

#include <algorithm>

namespace curfew::report {

std::vector<Story> stories_of(const Report& report) {
  std::vector<Story> stories;
  for (const ReportFinding& one : report.findings) {
    if (attention_of(one.finding) != Attention::act) continue;
    const bool own = one.finding.kind == FindingKind::local;
    const auto story = std::ranges::find_if(stories, [&](const Story& told) {
      return !own && told.main->finding.kind != FindingKind::local &&
             whole_remote(told.main->finding) == whole_remote(one.finding);
    });
    if (story == stories.end()) {
      stories.push_back({.main = &one, .others = {}});
    } else {
      story->others.push_back(&one);
    }
  }
  return stories;
}

const ReportFinding* finding_about(const Report& report, const ReportRemote& remote) {
  const auto found = std::ranges::find_if(report.findings, [&](const ReportFinding& one) {
    return one.finding.kind != FindingKind::local && whole_remote(one.finding) == remote.name;
  });
  return found == report.findings.end() ? nullptr : &*found;
}

const ReportRemote* remote_of(const Report& report, const Finding& finding) {
  const auto found = std::ranges::find(report.remotes, whole_remote(finding), &ReportRemote::name);
  return found == report.remotes.end() ? nullptr : &*found;
}

const ReportCode* code_of(const Report& report, const Finding& finding) {
  const ReportRemote* const remote = remote_of(report, finding);
  if (remote == nullptr) return nullptr;
  const auto code = std::ranges::find(remote->codes, finding.code, &ReportCode::key);
  return code == remote->codes.end() ? nullptr : &*code;
}

}  // namespace curfew::report
