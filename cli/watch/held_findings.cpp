#include "watch/held_findings.h"

#include <algorithm>
#include <utility>

namespace curfew::cli {
namespace {

FindingState state_of(const Finding& finding) noexcept {
  if (finding.next_opening) return FindingState::closed;
  if (finding.next_closing) return FindingState::open;
  const bool refuses_all =
      finding.kind == FindingKind::block || finding.kind == FindingKind::outage;
  return refuses_all ? FindingState::closed : FindingState::holds;
}

std::optional<Instant> since_of(const Finding& finding) {
  std::optional<Instant> since = finding.first_refusal;
  if (finding.rule && finding.rule->since) since = finding.rule->since;
  for (const Window& window : finding.windows) {
    if (!window.ended && (!since || window.first_seen < *since)) since = window.first_seen;
  }
  return since;
}

HeldFinding watched(const Finding& finding) {
  return {.id = finding.id,
          .remote = finding.remote,
          .code = finding.code,
          .kind = finding.kind,
          .attention = attention_of(finding),
          .state = state_of(finding),
          .since = since_of(finding),
          .opens = finding.next_opening,
          .closes = finding.next_closing,
          .whole_remote = whole_remote(finding),
          .sentence = sentence(finding)};
}

const HeldFinding* find(const std::vector<HeldFinding>& all, const std::string& id) {
  const auto found = std::ranges::find(all, id, &HeldFinding::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const char* name(FindingState state) noexcept {
  switch (state) {
    case FindingState::open:
      return "open";
    case FindingState::closed:
      return "closed";
    case FindingState::holds:
      return "holds";
  }
  return "";
}

const char* name(FindingEvent event) noexcept {
  switch (event) {
    case FindingEvent::stands:
      return "stands";
    case FindingEvent::begins:
      return "begins";
    case FindingEvent::changes:
      return "changes";
    case FindingEvent::ends:
      return "ends";
  }
  return "";
}

std::vector<FindingChange> HeldFindings::compare(const Report& report) {
  std::vector<FindingChange> changes;
  if (!report.to) return changes;
  std::vector<HeldFinding> now;
  for (const ReportFinding& one : report.findings) {
    if (!one.finding.active || attention_of(one.finding) == Attention::none) continue;
    if (now.size() < most) now.push_back(watched(one.finding));
  }
  const auto tell = [&](FindingEvent event, const HeldFinding& finding, std::string became = {}) {
    changes.push_back(
        {.event = event, .time = *report.to, .finding = finding, .became = std::move(became)});
  };
  for (const HeldFinding& before : held_) {
    if (find(now, before.id) != nullptr) continue;
    const auto successor = std::ranges::find_if(now, [&](const HeldFinding& one) {
      return one.whole_remote == before.whole_remote && one.code == before.code &&
             find(held_, one.id) == nullptr;
    });
    tell(FindingEvent::ends, before, successor == now.end() ? std::string() : successor->id);
  }
  for (const HeldFinding& one : now) {
    const HeldFinding* const before = find(held_, one.id);
    if (before == nullptr) {
      tell(begun_ ? FindingEvent::begins : FindingEvent::stands, one);
    } else if (before->state != one.state) {
      tell(FindingEvent::changes, one);
    }
  }
  held_ = std::move(now);
  if (begun_) lately_.insert(lately_.end(), changes.begin(), changes.end());
  while (lately_.size() > most_lately) lately_.pop_front();
  begun_ = true;
  return changes;
}

}  // namespace curfew::cli
