#pragma once

#include <cstdint>

#include "curfew/event.h"
#include "curfew/tally.h"
#include "text/names.h"

namespace curfew::correlate {

/// One try to hand one message to one remote, with names instead of views, so that it may be kept:
/// what every analysis takes. A message's recipients are tries of their own.
struct Attempt {
  Instant time{};
  Outcome outcome = Outcome::unknown;
  Stage stage = Stage::unknown;
  Contacted contacted = Contacted::unknown;
  bool counts =
      false;  ///< a contact of its own: the remote took part, and no other line stands for it
  bool first =
      false;  ///< surely the message's first attempt at this recipient, and the remote was asked
  bool new_message = false;  ///< the message had no attempt with this remote and code before
  bool reused = false;       ///< over a connection that had already delivered
  Name remote = Name::none;  ///< the group it is counted under (see Grouping)
  Name code = Name::none;    ///< the group key of the reply; none for a delivery
  Milliseconds wait{-1};     ///< a delivery after deferrals: since the first attempt; else negative
};

}  // namespace curfew::correlate
