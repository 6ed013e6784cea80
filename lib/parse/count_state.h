#pragma once

#include "curfew/parser.h"
#include "text/state.h"

namespace curfew {

/// What of a LineCount is kept: text/state.h.
template <class Archive>
void each_field(Archive& archive, LineCount& count) {
  archive(count.reported, count.ignored, count.unknown);
}

}  // namespace curfew
