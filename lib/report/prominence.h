#pragma once

#include "curfew/finding.h"

namespace curfew::report {

/// Told in full, and first.
inline bool is_pattern(const Finding& finding) noexcept {
  return finding.kind == FindingKind::curfew || finding.kind == FindingKind::local;
}

/// Too little to speak of, or no news: counted, and told where everything is asked for. A mailbox
/// that does not exist is refused by everybody, always.
inline bool is_quiet(const Finding& finding) noexcept {
  if (finding.kind == FindingKind::noise) return true;
  if (finding.kind == FindingKind::insufficient) return finding.candidates.empty();
  return finding.about_mailbox &&
         (finding.kind == FindingKind::recipient || finding.kind == FindingKind::message);
}

}  // namespace curfew::report
