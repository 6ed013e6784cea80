#include <array>

#include "store/slot_text.h"
#include "store/store_state.h"

namespace curfew {
namespace {

struct GivenUp {
  std::uint64_t accepted = 0;
  std::uint64_t deferred = 0;
  std::uint64_t bounced = 0;
  std::uint64_t not_tried = 0;
  std::uint64_t expired = 0;
};

}  // namespace

// Totals go on growing when days are given up: what they came to stays.
void Store::State::give_up(std::chrono::days kept) {
  store::Statement newest(database, "SELECT max(day) FROM traffic");
  if (!newest.step() || newest.is_null(0)) return;
  const std::int64_t first = newest.number(0) - kept.count() + 1;
  newest.reset();
  store::Statement old(
      database,
      "SELECT owner_id, day, counts, moments, code, kind FROM day JOIN owner USING "
      "(owner_id) WHERE day < ?1 AND kind IN ('host', 'aside')");
  store::Statement add(
      database,
      "INSERT INTO given_up VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (owner_id) "
      "DO UPDATE SET accepted = accepted + ?2, deferred = deferred + ?3, bounced = "
      "bounced + ?4, not_tried = not_tried + ?5, expired = expired + ?6");
  std::vector<std::pair<std::int64_t, GivenUp>> sums;
  old.bind(1, first);
  while (old.step()) {
    GivenUp sum;
    const bool is_refused = !old.text(4).empty();
    const bool is_aside = old.text(5) == "aside";
    store::each_slot(static_cast<std::int32_t>(old.number(1)), old.text(2), old.text(3),
                     [&](const correlate::SlotCounts& slot) {
                       const std::uint64_t tries = is_aside ? 0 : slot.count();
                       sum.bounced += is_aside ? 0 : slot.returned;
                       if (is_refused) {
                         sum.deferred += tries - (is_aside ? 0 : slot.returned);
                       } else {
                         sum.accepted += tries;
                       }
                       sum.not_tried += slot.not_contacted;
                       sum.expired += slot.expired;
                     });
    sums.emplace_back(old.number(0), sum);
  }
  for (const auto& [owner, sum] : sums) {
    add.bind(1, owner)
        .bind(2, static_cast<std::int64_t>(sum.accepted))
        .bind(3, static_cast<std::int64_t>(sum.deferred))
        .bind(4, static_cast<std::int64_t>(sum.bounced))
        .bind(5, static_cast<std::int64_t>(sum.not_tried))
        .bind(6, static_cast<std::int64_t>(sum.expired))
        .run();
  }
  for (const char* sql : {"DELETE FROM day WHERE day < ?1", "DELETE FROM held WHERE day < ?1",
                          "DELETE FROM traffic WHERE day < ?1"}) {
    store::Statement(database, sql).bind(1, first).run();
  }
}

}  // namespace curfew
