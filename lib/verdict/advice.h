#pragma once

#include <string>
#include <vector>

#include "curfew/finding.h"
#include "curfew/parser.h"

namespace curfew::verdict {

/// What advice is computed from.
struct Situation {
  const Finding* finding = nullptr;
  const ClaimCheck* claim = nullptr;   ///< may be null
  const WaitShares* waits = nullptr;   ///< may be null
  std::vector<const Format*> servers;  ///< whose logs were read
  std::vector<std::string> domains;    ///< of the remote's recipients
  double messages_a_day = 0;           ///< that we want to send there; 0: not known
};

/// What helps is worked out here, and each server says how it is told so, in the words of its own
/// configuration (ServerKnowledge::advise). Only what helps: nothing that makes mail wait longer,
/// that changes nothing, or that is over.
std::vector<Advice> advise(const Situation& situation);

}  // namespace curfew::verdict
