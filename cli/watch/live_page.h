#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/report.h"
#include "watch/finding_lines.h"
#include "watch/held_findings.h"

namespace curfew::cli {

/// What the page of a watch shows.
struct LivePage {
  std::string title;  ///< the logs; untrusted
  const HeldFindings* findings = nullptr;
  /// Messages that wait for a remote; none where it is not known yet.
  std::function<std::optional<std::uint64_t>(std::string_view remote)> waiting;
  WatchProgress progress;
  bool is_catching_up = false;
  std::optional<Instant> log_end;
  TimeZone zone;
  std::vector<std::string> notices;  ///< the newest last; untrusted
};

struct PageSize {
  std::size_t width = 80;
  std::size_t height = 24;  ///< 0: as long as it gets
  bool color = false;
};

/// Its lines, none wider than the page; cleaned for a terminal.
std::vector<std::string> lines_of(const LivePage& page, const PageSize& size);

}  // namespace curfew::cli
