#pragma once

#include <cstdint>
#include <functional>

#include "curfew/analyzer.h"
#include "store/database.h"
#include "store/gathering.h"

namespace curfew::store {

/// A few contacts of each remote and code of a log as rows. Needs: a transaction.
class SampleRows {
 public:
  /// Of each log: those of which nothing was heard for longest are given up.
  static constexpr std::int64_t most_pairs = Samples::most_pairs;

  explicit SampleRows(Database& database) : database_(database) {}

  using Hide = std::function<void(Sample&)>;
  /// Adds what was gathered of a log, each contact as `hide` leaves it.
  void add(std::int64_t log, const Gathered::Samples& samples, const Hide& hide);
  /// Tells of a log's contacts, pair by pair, each in the order of the log.
  void tell(std::int64_t log, const std::function<void(const Attempt&)>& tell_one);
  /// Gives up the contacts before that moment.
  void give_up(Instant before);

 private:
  void keep_most(std::int64_t log);

  Database& database_;
};

}  // namespace curfew::store
