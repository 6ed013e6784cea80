#pragma once

#include <optional>
#include <vector>

#include "correlate/ledger_state.h"
#include "detect/ladder.h"

namespace curfew::detect {

/// Times at which our own network, or our name server, did not work: remotes that answer at other
/// times could not be reached, and nobody else answered either.
struct LocalTrouble {
  std::vector<Slot> slots;  // in order; nobody is to be blamed for what failed in these
  Study study;              // of all remotes together; its hosts are the remotes concerned
};

/// Nothing where there is none. A reply proves that the network works, whatever it says.
std::optional<LocalTrouble> find_local_trouble(const Ledger::State& state, Laboratory& laboratory);

}  // namespace curfew::detect
