#pragma once

#include "curfew/daily.h"
#include "daily/sums.h"

namespace curfew {

struct Daily::State {
  explicit State(const DailyOptions& chosen) : options(chosen), sums(chosen.most_kept) {}

  DailyOptions options;
  Period period;  // of the newest batch
  daily::Sums sums;
};

}  // namespace curfew
