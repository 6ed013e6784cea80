#include "report/story.h"

#include <algorithm>

namespace curfew::report {

std::vector<Story> stories_of(const Report& report) {
  std::vector<Story> stories;
  std::unordered_map<std::string_view, std::size_t> by_remote;
  for (const ReportFinding& one : report.findings) {
    if (attention_of(one.finding) != Attention::act) continue;
    if (one.finding.kind != FindingKind::local) {
      const auto [story, is_new] = by_remote.emplace(whole_remote(one.finding), stories.size());
      if (!is_new) {
        stories[story->second].others.push_back(&one);
        continue;
      }
    }
    stories.push_back({.main = &one, .others = {}});
  }
  return stories;
}

// The gravest stands first among the findings.
GravestFindings::GravestFindings(const Report& report) {
  for (const ReportFinding& one : report.findings) {
    if (one.finding.kind != FindingKind::local) by_remote_.emplace(whole_remote(one.finding), &one);
  }
}

const ReportFinding* GravestFindings::about(const ReportRemote& remote) const {
  const auto found = by_remote_.find(remote.name);
  return found == by_remote_.end() ? nullptr : found->second;
}

bool has_refused(const Tally& tally) noexcept {
  return tally.refused() + tally.not_contacted != 0;
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
