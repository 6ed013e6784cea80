#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "curfew/time.h"
#include "watch/held_findings.h"

namespace curfew::cli {

/// How far a watch has come.
struct WatchProgress {
  std::uint64_t bytes = 0;   ///< read
  std::uint64_t behind = 0;  ///< known not to be read yet
  std::uint64_t lines = 0;   ///< counted by the last snapshot
  std::size_t logs = 0;
};

/// A line of JSON about a change, schema "curfew-watch/1", with its end. `waiting`: messages.
std::string json_line(const FindingChange& change, std::optional<std::uint64_t> waiting,
                      const TimeZone& zone);
/// The last line.
std::string last_json_line(const WatchProgress& progress, std::size_t holding,
                           std::optional<Instant> time, const TimeZone& zone);

}  // namespace curfew::cli
