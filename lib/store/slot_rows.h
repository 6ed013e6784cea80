#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "correlate/correlator.h"
#include "correlate/ledger_slots.h"
#include "store/database.h"

namespace curfew::store {

/// The slots of logs as rows, an owner's day each. Needs: a transaction.
class SlotRows {
 public:
  explicit SlotRows(Database& database);

  /// Removes the rows of a log.
  void clear(std::int64_t log);
  /// Takes all slots out of what was counted of a log and adds them to its rows.
  void add(std::int64_t log, Correlator& counted);
  /// Gives a log's slots back to what was counted of it.
  void give_back(std::int64_t log, Correlator& counted);

 private:
  std::int64_t id_of(std::int64_t log, const correlate::SlotsOwner& owner);
  void add_day(std::int64_t log, std::int32_t day, std::int64_t owner,
               std::vector<correlate::SlotCounts> slots);
  void add_held(std::int64_t owner, std::int32_t day, const std::vector<HeldDelivery>& held);
  void add_traffic(std::int64_t log, std::int32_t day, std::vector<TrafficSlot> slots);
  void add_totals(std::int64_t log);
  [[noreturn]] void fail() const;

  Database& database_;
  Statement find_owner_;
  Statement make_owner_;
  Statement find_day_;
  Statement put_day_;
  Statement find_held_;
  Statement put_held_;
  Statement find_traffic_;
  Statement put_traffic_;
  Statement add_total_;
  std::map<std::string, std::int64_t> ids_;  // of owners, by all that they are known by
  std::map<std::string, Tally> totals_;      // by remote: what add() adds
};

}  // namespace curfew::store
