#include "scenarios/explain.h"

#include <array>
#include <cstdio>

namespace curfew::scenarios {
namespace {

std::string clock(std::chrono::seconds time) {
  const long minutes = time.count() / 60;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), minutes >= 1440 ? "%02ld:%02ld+%ldd" : "%02ld:%02ld",
                minutes / 60 % 24, minutes % 60, minutes / 1440);
  return text.data();
}

std::string edge(const std::optional<Edge>& edge) {
  if (!edge) return "?";
  return clock(edge->rounded) + " (" + clock(edge->earliest) + "-" + clock(edge->latest) + ")";
}

std::string explained(const Window& window) {
  std::string text =
      "  " + edge(window.start) + " to " + edge(window.end) + " " + window.zone.name() + ", days ";
  for (const OnDay day : window.days) {
    text += day == OnDay::yes ? "x" : day == OnDay::no ? "-" : "?";
  }
  text += ", since " + rfc3339(window.first_seen) + (window.onset_known ? " (began)" : "") +
          ", last " + rfc3339(window.last_seen) + (window.ended ? " (ended)" : "");
  text += ", occurrences " + std::to_string(window.occurrences_refused) + " refused, " +
          std::to_string(window.occurrences_accepted) + " accepted, " +
          std::to_string(window.occurrences_unobserved) + " unobserved\n";
  return text;
}

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

}  // namespace

std::string explained(const Finding& finding) {
  std::string text = finding.id + " " + name(finding.kind);
  for (const FindingKind candidate : finding.candidates) text += std::string("/") + name(candidate);
  text += ": " + finding.remote + " (" + finding.level + ") " + finding.code + " " + finding.source;
  text += ", refused " + std::to_string(finding.counts.refused) + " of " +
          std::to_string(finding.counts.contacts) + ", messages " +
          std::to_string(finding.counts.messages_refused) + " of " +
          std::to_string(finding.counts.messages) + ", ln p " + number(finding.ln_p) + "\n";
  for (const Window& window : finding.windows) text += explained(window);
  for (const ModelScore& one : finding.explanations) {
    text += "  " + std::string(name(one.model)) + " " + number(one.score);
  }
  text += "\n";
  if (!finding.zones.empty()) {
    text += std::string("  zones ") + name(finding.zone_status) + ": " +
            std::to_string(finding.zones.size()) + " classes, rejected " +
            std::to_string(finding.zones_rejected) + " zones\n";
  }
  if (!finding.missing.empty()) text += "  " + finding.missing + "\n";
  if (finding.next_opening) text += "  next opening " + rfc3339(*finding.next_opening) + "\n";
  return text;
}

}  // namespace curfew::scenarios
