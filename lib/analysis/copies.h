#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "curfew/input.h"
#include "curfew/time.h"
#include "time/stamp.h"

namespace curfew::analysis {

/// Keeps lines that stand in several logs from being counted several times: mail.log and syslog of
/// one server, a server's own log and the copy on a central one.
///
/// A log may hold equal lines of its own, so that for each line the largest number that one log
/// holds counts, in whatever order the logs' lines come. Remembers 64 bits a line, and is asked
/// only where logs of one server overlap in time.
class Copies {
 public:
  /// Lines remembered at most: 192 MiB.
  static constexpr std::size_t most = 6'000'000;

  Copies();

  /// Forgets the lines; the sums stay.
  void forget();
  /// Lines of that log without those that other logs gave already; they live until the next call.
  /// Stamps without an offset are those of `zone`, which is in `year`.
  Lines without_copies(std::uint32_t log, const TimeZone& zone, int year, Lines lines);

  std::uint64_t left_out() const noexcept { return left_out_; }
  /// Some line may have been counted twice because there were too many.
  bool full() const noexcept { return full_; }

 private:
  struct Slot {
    std::uint64_t key = 0;  // 0: free
    std::uint32_t most = 0;
    std::uint32_t seen = 0;  // in `log`, which gave the line first
    std::uint32_t log = 0;
  };

  std::uint64_t key_of(std::string_view line, const TimeZone& zone, int year);
  WallTime in_2000(WallTime wall) noexcept;
  Slot* place(std::uint64_t key, std::uint32_t log);
  void grow();
  bool is_copy(std::uint64_t key, std::uint32_t log);

  std::uint64_t seed_;
  time::StampCache stamps_;
  std::optional<WallTime> day_;  // of the last stamp
  Milliseconds to_2000_{};
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
  std::vector<Line> kept_;
  std::uint64_t left_out_ = 0;
  bool full_ = false;
};

}  // namespace curfew::analysis
