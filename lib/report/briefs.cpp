#include "report/briefs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "curfew/report.h"
#include "report/numbers.h"

namespace curfew::report {
namespace {

// Findings of many remotes that say the same, and are told in one line from so many on.
struct Group {
  bool (*holds)(const Finding& finding);
  std::size_t least;
  const char* text;  // behind "12 remotes "
};

template <FindingKind kind>
bool is(const Finding& finding) {
  return finding.kind == kind;
}

bool is_over(const Finding& finding) {
  return attention_of(finding) == Attention::know && !finding.active &&
         (finding.kind == FindingKind::curfew || finding.kind == FindingKind::quota ||
          finding.kind == FindingKind::concurrency || finding.kind == FindingKind::limit ||
          finding.kind == FindingKind::block || finding.kind == FindingKind::sender ||
          finding.kind == FindingKind::recipient);
}

constexpr std::array groups{
    Group{is<FindingKind::greylist>, 2, "greylist"},
    Group{is<FindingKind::outage>, 3, "were out of service for a while"},
    Group{is<FindingKind::episodic>, 3, "refuse our mail at times that follow no clock"},
    Group{is<FindingKind::message>, 3, "refuse certain messages again and again"},
    Group{is<FindingKind::modulated>, 3, "refuse somewhat more of our mail at some hours"},
    Group{is<FindingKind::insufficient>, 4, "may follow a rule, too little mail to tell"},
    Group{is<FindingKind::ambiguous>, 4, "follow a rule that this log does not tell from others"},
    Group{is_over, 4, "refused our mail for a time and have stopped"},
};

std::string names_of(const std::vector<std::string>& remotes) {
  constexpr std::size_t most_named = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(most_named, remotes.size()); ++i) {
    text += (i == 0 ? "" : ", ") + remotes[i];
  }
  if (remotes.size() > most_named) {
    text += " and " + counted(remotes.size() - most_named, "other", "others");
  }
  return text;
}

// What is the same of all: of greylists the longest wait.
std::string line_of(const Group& group, const std::vector<const Finding*>& findings,
                    const std::vector<std::string>& remotes) {
  std::string text = grouped(remotes.size()) + " remotes " + group.text;
  std::chrono::seconds longest{};
  for (const Finding* finding : findings) {
    if (finding->kind == FindingKind::greylist && finding->rule && group.holds(*finding)) {
      longest = std::max(longest, finding->rule->delay);
    }
  }
  if (longest.count() != 0) {
    text +=
        ", first tries wait up to " + duration(std::chrono::duration_cast<Milliseconds>(longest));
  }
  return text + ": " + names_of(remotes);
}

// Each once, whatever the number of its codes.
std::vector<std::string> remotes_of(const Group& group,
                                    const std::vector<const Finding*>& findings) {
  std::vector<std::string> remotes;
  for (const Finding* finding : findings) {
    if (attention_of(*finding) != Attention::know || !group.holds(*finding)) continue;
    if (std::ranges::find(remotes, finding->remote) == remotes.end()) {
      remotes.push_back(finding->remote);
    }
  }
  return remotes;
}

}  // namespace

std::vector<Brief> briefs_of(const std::vector<const Finding*>& findings, bool each) {
  struct Line {
    const Group* group;
    std::vector<std::string> remotes;
    bool told = false;
  };
  std::vector<Line> lines;
  for (const Group& group : groups) {
    std::vector<std::string> remotes = remotes_of(group, findings);
    if (!each && remotes.size() >= group.least) {
      lines.push_back({.group = &group, .remotes = std::move(remotes)});
    }
  }
  std::vector<Brief> briefs;
  for (const Finding* finding : findings) {
    if (attention_of(*finding) != Attention::know) continue;
    const auto line =
        std::ranges::find_if(lines, [&](const Line& one) { return one.group->holds(*finding); });
    if (line == lines.end()) {
      briefs.push_back({.text = sentence(*finding), .finding = finding});
    } else if (!std::exchange(line->told, true)) {
      briefs.push_back(
          {.text = line_of(*line->group, findings, line->remotes), .finding = nullptr});
    }
  }
  return briefs;
}

}  // namespace curfew::report
