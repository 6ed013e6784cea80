#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "curfew/time.h"
#include "text/names.h"

namespace curfew::correlate {

/// Our own sessions with each remote: how many were open when another began.
///
/// A session whose length the log does not tell counts as open for `longest`, the time after which
/// a mail server gives up on a silent peer (RFC 5321, 4.5.3.2): the number is then an upper bound,
/// which is enough to refute "too many connections" and never enough to confirm it.
class OpenSessions {
 public:
  static constexpr std::chrono::minutes longest{5};
  /// Sessions with one remote told apart; what comes above is counted as this many.
  static constexpr std::size_t most = 1024;

  struct Count {
    std::uint16_t open = 1;  ///< the new one included
    bool exact = true;       ///< false: at most so many
    /// The same, of others only those whose length is known: those turned away last no time. 0:
    /// its own length is not known.
    std::uint16_t lasting = 1;
  };

  /// A session named by `key` (a process, a connection) that lasted for `length`, or for an unknown
  /// time when that is negative. Needs: called in the order of `start`; a little disorder makes the
  /// count wrong by the sessions concerned, nothing else.
  ///
  /// `turned_away`: the host let us go no further, and the log does not say how long that took: for
  /// the upper bound it is open as long as any other of unknown length. `estimated`: `length` is
  /// the most it can be.
  Count begin(Name remote, std::uint64_t key, Instant start, Milliseconds length,
              bool turned_away = false, bool estimated = false);
  /// Nothing begins before that moment any more; now and then gives back the memory of those
  /// whose sessions have ended by then.
  void forget(Instant before);

  template <class Archive>
  void each_field(Archive& archive) {
    archive(places_, sessions_, begun_);
  }
  bool restored() const noexcept;

 private:
  struct Session {
    std::uint64_t key = 0;
    Instant end{};
    bool exact = true;
    bool turned_away = false;
    bool lasting = true;  // its length is known, or estimated

    template <class Archive>
    void each_field(Archive& archive) {
      archive(key, end, exact, turned_away, lasting);
    }
  };

  std::vector<Session>& with(Name remote);

  std::vector<std::uint32_t> places_;  // by the remote's name: its place, and 1; 0: none
  std::vector<std::vector<Session>> sessions_;
  std::size_t begun_ = 0;  // since something was dropped
};

}  // namespace curfew::correlate
