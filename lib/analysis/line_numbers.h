#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "curfew/input.h"

namespace curfew::analysis {

/// Numbers the lines of several logs that one parser reads, as if they were one log: parsers tell
/// by a line's number which of two came first.
class LineNumbers {
 public:
  struct Place {
    std::size_t log = 0;
    std::uint64_t line = 0;  ///< in that log; 0: not known any more
  };

  /// Changes of log that are remembered: 6 MiB.
  static constexpr std::size_t most_runs = 262'144;

  /// The number to be added to those of `lines`, which stand next and are of that log.
  std::uint64_t shift_for(std::size_t log, Lines lines);
  /// Where a line of that number stands.
  Place place_of(std::uint64_t number) const noexcept;
  /// Every number so far is that of a line of this log, as it is.
  bool are_of_one_log() const noexcept { return runs_.size() < 2 && !forgot_; }
  /// Whether every line is of one of so many logs: asked of numbers that were kept.
  bool are_of(std::size_t logs) const noexcept;

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(runs_, last_, forgot_);
    if constexpr (Archive::is_reading) {
      if (runs_.size() > most_runs) archive.damage();
    }
  }

 private:
  struct Run {
    std::uint64_t first = 0;
    std::uint64_t shift = 0;
    std::size_t log = 0;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(first, shift, log);
    }
  };
  std::deque<Run> runs_;
  std::uint64_t last_ = 0;
  bool forgot_ = false;
};

}  // namespace curfew::analysis
