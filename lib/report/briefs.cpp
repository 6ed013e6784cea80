#include "report/briefs.h"

#include <algorithm>

#include "curfew/report.h"
#include "report/numbers.h"

namespace curfew::report {
namespace {

bool is_greylist(const Finding* finding) noexcept {
  return finding->kind == FindingKind::greylist;
}

// Each once, whatever the number of its codes.
std::vector<std::string> greylisting_remotes(const std::vector<const Finding*>& findings) {
  std::vector<std::string> remotes;
  for (const Finding* finding : findings) {
    if (is_greylist(finding) && std::ranges::find(remotes, finding->remote) == remotes.end()) {
      remotes.push_back(finding->remote);
    }
  }
  return remotes;
}

std::string line_of(const std::vector<std::string>& remotes) {
  constexpr std::size_t most_named = 5;
  std::string text = grouped(remotes.size()) + " remotes greylist: ";
  for (std::size_t i = 0; i < std::min(most_named, remotes.size()); ++i) {
    text += (i == 0 ? "" : ", ") + remotes[i];
  }
  if (remotes.size() > most_named) {
    text += " and " + counted(remotes.size() - most_named, "other", "others");
  }
  return text;
}

}  // namespace

std::vector<Brief> briefs_of(const std::vector<const Finding*>& findings, bool each) {
  const std::vector<std::string> remotes = greylisting_remotes(findings);
  const bool together = !each && remotes.size() > 1;
  bool told = false;
  std::vector<Brief> briefs;
  for (const Finding* finding : findings) {
    if (attention_of(*finding) != Attention::know) continue;
    if (!together || !is_greylist(finding)) {
      briefs.push_back({.text = sentence(*finding), .finding = finding});
    } else if (!told) {
      briefs.push_back({.text = line_of(remotes), .finding = nullptr});
      told = true;
    }
  }
  return briefs;
}

}  // namespace curfew::report
