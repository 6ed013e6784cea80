#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "correlate/ledger_slots.h"
#include "engine/summed_answer.h"
#include "text/hash.h"

namespace curfew::engine {

/// What contacts add up to, asked for kind by kind.
enum class SlotQuery : std::uint8_t {
  hosts,      ///< of contacts
  domains,    ///< of those that count for their domain, too
  addresses,  ///< and for their address
  aside,      ///< of what is no contact
  released    ///< of deliveries of what a code had held up
};

/// `where` chooses the rows of `table`. Each row of the answer is one slot of one owner, in no
/// order (to sort them takes the engine as long as to add them up); behind an empty row stands one
/// more with the sums of all.
std::string sql_of(SlotQuery query, const std::string& table, const std::string& where);

/// Puts the rows of an answer into a ledger, which must live as long and keeps to its budget.
/// Throws Error (unreadable) for what cannot be an answer.
class SlotRows {
 public:
  SlotRows(SlotQuery query, Ledger& ledger);
  SlotRows(const SlotRows&) = delete;
  SlotRows& operator=(const SlotRows&) = delete;

  void add(std::span<const std::string_view> fields) { answer_.add(fields); }
  /// Throws where the answer has no end, or lacks something. Returns how many contacts were summed.
  std::uint64_t finish() const { return answer_.finish(); }

 private:
  void take(std::span<const std::string_view> fields);
  correlate::SlotSeries* series_of(std::span<const std::string_view> fields);

  SlotQuery query_;
  Ledger& ledger_;
  SummedAnswer answer_;
  std::optional<correlate::SlotsReturn> slots_;  // gives back what is too much at its end
  std::size_t since_ = 0;                        // rows, since it began
  struct Hash {
    std::uint64_t seed;
    std::size_t operator()(const std::string& owner) const noexcept {
      return text::hash(owner, seed);
    }
  };
  // Of those that the ledger has, by their words.
  std::unordered_map<std::string, correlate::SlotSeries*, Hash> known_{
      0, Hash{.seed = text::random_seed()}};
  std::string owner_;
};

}  // namespace curfew::engine
