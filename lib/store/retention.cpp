#include "store/sample_rows.h"
#include "store/store_state.h"

namespace curfew {

// Totals stay: they are of all that was ever counted.
void Store::State::give_up(std::chrono::days kept) {
  store::Statement newest(database, "SELECT max(day) FROM traffic");
  if (!newest.step() || newest.is_null(0)) return;
  const std::int64_t first = newest.number(0) - kept.count() + 1;
  newest.reset();
  for (const char* sql :
       {"DELETE FROM day WHERE day < ?1", "DELETE FROM held WHERE day < ?1",
        "DELETE FROM traffic WHERE day < ?1", "DELETE FROM gathered WHERE slot < ?1 * 96"}) {
    store::Statement(database, sql).bind(1, first).run();
  }
  store::SampleRows(database).give_up(Instant(std::chrono::days(first)));
}

}  // namespace curfew
