#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/survey.h"

namespace curfew::analysis {

/// Gives the logs whose own ids tell no zone or no year those of the log nearest in time of the
/// same family: the same format and server. `year` is that of the earliest stamp of a family, where
/// somebody said it.
void settle_clocks(std::vector<Survey>& logs, std::optional<int> year);

/// Orders the logs by their first event; those without one stand behind, as they were given.
void order(std::vector<Survey>& logs);

/// Sets of places in `logs` whose fronts are the same, in the order of `logs`; sets of two or more.
/// Logs without stamps are none's copy: transcripts of two tries may look alike.
std::vector<std::vector<std::size_t>> same_fronts(const std::vector<Survey>& logs);

/// Whether lines of one may stand in the other: the same format, and a server in common.
bool may_share_lines(const Survey& one, const Survey& other) noexcept;

}  // namespace curfew::analysis
