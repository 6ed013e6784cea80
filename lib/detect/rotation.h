#pragma once

#include <vector>

#include "curfew/tally.h"

namespace curfew::detect {

constexpr int slots_in_hour = 4;
constexpr int slots_in_day = 96;
constexpr int slots_in_week = 672;
constexpr long seconds_in_slot = 15 * 60;

/// What a remote did in one slot: the outcome of the slot's first attempt.
struct Observation {
  Slot slot = 0;
  bool refused = false;
};
using Observations = std::vector<Observation>;  // by slot, each slot once

/// The window of a period of `period` slots that chance explains least.
struct ScannedWindow {
  double ln_p = 0;  // all windows tried are paid for
  int start = 0;    // slots since the period's start, UTC; weeks begin on Thursday, as time did
  int length = 0;   // 0: none
  int blocks = 0;   // days (weeks) that could tell
};

struct RotationTest {
  double ln_p = 0;
  double ln_p_first = 0;        // among first attempts
  double ln_p_all = 0;          // among all attempts
  double ln_p_independent = 0;  // of the window of all attempts, if first attempts were independent
  bool by_first = true;         // which of both gave the window
  int start = 0;
  int length = 0;
  int blocks = 0;
};

ScannedWindow scan(const Observations& observations, int period);

/// Whether refusals keep to the clock, day after day (week after week).
///
/// Under the hypothesis of chance, the refusals of a day come in runs of any kind, but where in the
/// day they lie has nothing to do with other days: the observations of each day may be rotated by
/// any number. A day is one observation of phase. The bound is Chernoff's over all rotations,
/// times the number of windows: no random numbers, never too small.
RotationTest rotation_test(const Observations& first, const Observations& all, int period);

}  // namespace curfew::detect
