#pragma once

#include <optional>
#include <string>
#include <vector>

#include "correlate/ledger.h"
#include "curfew/finding.h"
#include "curfew/time.h"

namespace curfew {

struct DetectorOptions {
  /// What the remotes are names of: provider, host, ip or domain.
  std::string level = "provider";
  /// Windows are shown on this zone's clock where it explains the data as well as any.
  TimeZone preferred_zone;
  /// When the log ended; else the last contact. Decides what is active, and what opens next.
  std::optional<Instant> end;
  /// A window is claimed when chance would make one as good in at most this share of cases, and
  /// when among all windows claimed at most this share is false.
  double chance = 0.05;
  double false_discoveries = 0.05;
  /// Refusals a unit needs to be looked at.
  std::uint32_t least_refusals = 4;
  unsigned threads = 1;  ///< remotes are studied on so many; what is found does not depend on it
};

/// What explains the refusals of each remote and code: one finding for each unit looked at, what is
/// claimed first. The same ledger gives the same findings.
std::vector<Finding> find(const Ledger& ledger, const DetectorOptions& options = {});

}  // namespace curfew
