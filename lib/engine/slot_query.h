#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "correlate/ledger_slots.h"

namespace curfew::engine {

/// What contacts add up to, asked for kind by kind.
enum class SlotQuery : std::uint8_t {
  hosts,      ///< of contacts
  domains,    ///< of those that count for their domain, too
  addresses,  ///< and for their address
  aside,      ///< of what is no contact
  released    ///< of deliveries of what a code had held up
};

/// `where` chooses the rows of `table`. Each row of the answer is one slot of one owner, in their
/// order; behind an empty row stands one more with the sums of all.
std::string sql_of(SlotQuery query, const std::string& table, const std::string& where);

/// Puts the rows of an answer into a ledger, which must live as long and keeps to its budget.
/// Throws Error (unreadable) for what cannot be an answer.
class SlotRows {
 public:
  SlotRows(SlotQuery query, Ledger& ledger) : query_(query), ledger_(ledger) {}

  void add(std::span<const std::string_view> fields);
  /// Throws where the answer has no end, or lacks something. Returns how many contacts were summed.
  std::uint64_t finish() const;

 private:
  void remember(std::span<const std::string_view> fields);

  SlotQuery query_;
  Ledger& ledger_;
  std::optional<correlate::SlotsReturn> slots_;  // gives back what is too much at its end
  std::size_t since_ = 0;                        // rows, since it began
  std::uint64_t contacts_ = 0;
  bool is_behind_ = false;
  bool has_sums_ = false;
  // Of the rows before, whose series it is.
  std::string source_;
  std::string remote_;
  std::string code_;
  std::string word_;
  bool is_known_ = false;
  correlate::SlotSeries* series_ = nullptr;
};

}  // namespace curfew::engine
