#include "analysis/line_numbers.h"

#include <algorithm>

namespace curfew::analysis {

std::uint64_t LineNumbers::shift_for(std::size_t log, Lines lines) {
  const bool goes_on = !runs_.empty() && runs_.back().log == log;
  if (!goes_on) {
    // The first log's numbers are what they are.
    const std::uint64_t shift = runs_.empty() ? 0 : last_ + 1 - lines.front().number;
    runs_.push_back({.first = lines.front().number + shift, .shift = shift, .log = log});
    if (runs_.size() > most_runs) {
      runs_.pop_front();
      forgot_ = true;
    }
  }
  last_ = lines.back().number + runs_.back().shift;
  return runs_.back().shift;
}

bool LineNumbers::are_of(std::size_t logs) const noexcept {
  return std::ranges::all_of(runs_, [logs](const Run& run) { return run.log < logs; });
}

LineNumbers::Place LineNumbers::place_of(std::uint64_t number) const noexcept {
  if (runs_.empty()) return {.log = 0, .line = number};
  // One log, or the one that is being read: nearly all that is asked.
  const Run& newest = runs_.back();
  if (number >= newest.first) return {.log = newest.log, .line = number - newest.shift};
  const auto behind = std::ranges::upper_bound(runs_, number, {}, &Run::first);
  if (behind == runs_.begin()) return {.log = runs_.front().log, .line = 0};
  const Run& run = *std::prev(behind);
  return {.log = run.log, .line = number - run.shift};
}

}  // namespace curfew::analysis
