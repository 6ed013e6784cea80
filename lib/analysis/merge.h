#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "analysis/lane_log.h"
#include "analysis/relay.h"
#include "analysis/survey.h"
#include "curfew/error.h"

namespace curfew::analysis {

/// The logs of one server as one, in the order of time: rotated ones one after the other, those
/// that overlap line by line. No log's own order is changed.
class Merge {
 public:
  /// Logs that are open at a time; more wait until one ends.
  static constexpr std::size_t most_open = 64;
  /// Lines of several processes reach a log this much out of order.
  static constexpr std::chrono::minutes margin{10};

  /// Lines of one log that stand behind each other.
  struct Run {
    std::size_t log = 0;  ///< which of logs()
    Lines lines;
    bool shared = false;  ///< another log may hold them, too
  };

  /// By their first moments. Packed logs are read ahead on threads, `most_ahead` at a time.
  Merge(std::vector<Survey*> surveys, std::size_t batch, std::size_t most_ahead);

  /// Before the next lines can be given, some that were given have to go: call read_on().
  bool used_up() const noexcept;
  /// False when all was given. What cannot be read is put to the failures.
  bool read_on(std::vector<Error>& failures);
  /// Keeps the texts of all lines that were given since read_on() alive, as long as `held` is;
  /// false where that cannot be done for some of them.
  bool hold(Held& held) const;
  /// The next lines, perhaps none. They live until read_on(). Needs: not used_up().
  Run next(std::vector<Error>& failures);

  /// Null: could not be opened, or is not open yet.
  const std::vector<std::unique_ptr<LaneLog>>& logs() const noexcept { return logs_; }
  std::size_t read_whole() const noexcept { return read_whole_; }

 private:
  void open_next(std::vector<Error>& failures);
  Instant next_begins() const noexcept;
  std::size_t earliest();
  void end(std::size_t log);

  std::vector<Survey*> surveys_;
  std::size_t batch_;
  std::size_t most_ahead_;
  std::vector<std::unique_ptr<LaneLog>> logs_;
  std::vector<std::size_t> open_;
  std::size_t opened_ = 0;
  std::size_t read_whole_ = 0;
  Instant shared_until_ = Instant::min();
};

}  // namespace curfew::analysis
