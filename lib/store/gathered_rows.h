#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "curfew/tally.h"
#include "daily/sums.h"
#include "store/database.h"
#include "store/gathering.h"

namespace curfew::store {

/// What is gathered for the morning page as rows, a log's quarter of an hour each. Needs: a
/// transaction.
class GatheredRows {
 public:
  /// Of each log: names take more room than all counts.
  static constexpr std::chrono::days most_days{35};

  explicit GatheredRows(Database& database) : database_(database) {}

  /// Adds what was gathered of a log.
  void add(std::int64_t log, const Gathered::Slots& slots);
  /// Gives up days of a log that are too many, the oldest first. What is younger than `present` was
  /// stamped by a clock that is wrong, and pushes nothing out.
  void keep_newest(std::int64_t log, Slot present);
  /// Adds up what lies in a period of whole slots.
  void sum(std::int64_t log, const Period& period, daily::Sums& sums);

  /// First and last event in a period of whole slots that is about mail of ours.
  struct Span {
    std::optional<Instant> first;
    std::optional<Instant> last;
  };
  Span span(std::int64_t log, const Period& period);
  /// Gives each slot of a period with the messages that were deferred in it and not since the
  /// period began, but before that.
  void each_deferred_again(std::int64_t log, const Period& period,
                           const std::function<void(Slot, std::uint64_t)>& give);
  /// The first slot of which all is gathered; nothing: all that was read of the log is.
  std::optional<Slot> from(std::int64_t log);

 private:
  Statement in_period(const char* sql, std::int64_t log, const Period& period);

  Database& database_;
};

}  // namespace curfew::store
