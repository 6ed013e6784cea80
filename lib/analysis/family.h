#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/server_result.h"
#include "analysis/survey.h"

namespace curfew::analysis {

/// Gives the logs whose own ids tell no zone or no year those of the log nearest in time of the
/// same family: the same format and server. `year` is that of the earliest stamp of a family, where
/// somebody said it.
void settle_clocks(std::vector<Survey>& logs, std::optional<int> year);

/// Whether a log stands before another: by its first event, then by name; those without an event
/// stand behind.
bool comes_before(const LogOrigin& one, const LogOrigin& other) noexcept;

/// Puts the logs into that order.
void order(std::vector<LogOrigin>& logs);
void order(std::vector<Survey>& logs);

/// Sets of places in `logs` whose fronts are the same, in the order of `logs`; sets of two or more.
/// Logs without stamps are none's copy: transcripts of two tries may look alike.
std::vector<std::vector<std::size_t>> same_fronts(const std::vector<Survey>& logs);

/// Gives the lines that name no host that of their input, where it was said; else, where such logs
/// were found in several folders and nowhere else, the folder's name.
void name_hosts(std::vector<Survey>& logs);

/// The logs server by server: what one server wrote, however many files it is in, is read as one
/// log. Each in the order of `logs`. Logs without stamps stand alone.
std::vector<std::vector<Survey*>> by_server(std::vector<Survey>& logs);

/// The log whose zone hours are drawn in where it is taken from what was learned, of logs in their
/// order. Needs: a log.
const LogOrigin& best_known(const std::vector<LogOrigin>& logs);

}  // namespace curfew::analysis
