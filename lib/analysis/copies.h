#pragma once

#include <cstdint>
#include <vector>

#include "curfew/clock.h"
#include "curfew/event.h"
#include "curfew/lines.h"
#include "curfew/time.h"

namespace curfew::analysis {

/// Keeps lines that stand in several logs from being counted several times: mail.log and syslog of
/// one server, a server's own log and the copy on a central one.
///
/// A log may hold equal lines of its own, so that for each line the largest number that one log
/// holds counts. Remembers 64 bits a line, and only of the stretch that a log and a later one
/// share.
class Copies {
 public:
  /// Lines remembered at most: 192 MiB.
  static constexpr std::size_t most = 6'000'000;

  Copies();

  /// Another log begins. `shared_until`: no earlier log that may hold lines of it is younger;
  /// `shared_from`: no later log is older. Lines without a year or an offset lean on `hints`.
  void begin(const ClockHints& hints, Instant first, Instant shared_until, Instant shared_from);

  /// The batch without the lines that earlier logs gave already; lives until the next call.
  Lines without_copies(Lines lines);
  /// Once these lines were parsed, with what they told.
  void remember(Lines lines, const Events& events);

  /// The last moment that this log told of.
  Instant newest() const noexcept { return newest_; }

  /// Of this log, and whether some line may have been counted twice because there were too many.
  std::uint64_t left_out() const noexcept { return left_out_; }
  bool full() const noexcept { return full_; }

 private:
  struct Slot {
    std::uint64_t key = 0;  // 0: free
    std::uint32_t most = 0;
    std::uint32_t seen = 0;  // in `log`
    std::uint32_t log = 0;
  };

  std::uint64_t key_of(std::string_view line) const;
  Slot* find(std::uint64_t key) noexcept;
  void add(std::uint64_t key);
  void grow();

  std::uint64_t seed_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
  std::uint32_t log_ = 0;
  TimeZone zone_;
  int year_ = 1970;
  Instant shared_until_{};
  Instant shared_from_{};
  Instant newest_ = Instant::min();
  bool filters_ = false;
  bool reached_ = false;  // the stretch shared with a later log
  std::vector<Line> kept_;
  std::vector<std::uint64_t> unseen_;
  std::uint64_t left_out_ = 0;
  bool full_ = false;
};

}  // namespace curfew::analysis
