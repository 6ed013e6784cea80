#include <algorithm>
#include <memory>
#include <vector>

#include "analysis/family.h"
#include "analysis/session_state.h"
#include "analysis/state.h"
#include "curfew/store.h"
#include "store/sample_rows.h"
#include "store/slot_rows.h"
#include "store/store_state.h"

namespace curfew {
// Each log ends where it was read to, as if it were over.
void Store::load(Analyzer& analyzer) const {
  analysis::AnalyzerState& state = *analyzer.own_state();
  store::Database::Transaction transaction(state_->database, store::Database::Use::read);
  store::SlotRows slots(state_->database);
  struct Log {
    std::int64_t id = 0;
    std::unique_ptr<analysis::SessionState> session;
    analysis::LogOrigin origin;
  };
  std::vector<Log> logs;
  std::vector<analysis::LogOrigin> origins;
  for (const store::LogRow& row : state_->logs()) {
    if (row.kept.counts.empty()) continue;
    Log& log = logs.emplace_back();
    log.id = row.id;
    log.session = std::make_unique<analysis::SessionState>(state, row.series, std::nullopt);
    try {
      log.session->restore(row.kept);
    } catch (const Error&) {
      throw Error(ErrorCode::unreadable,
                  row.series + ": was collected by another version of this program",
                  "The next run of collecting brings it up to date.");
    }
    if (!row.is_early) slots.give_back(row.id, log.session->correlator());
    const std::optional<analysis::LogOrigin> origin = log.session->origin();
    log.origin = origin.value_or(analysis::LogOrigin{});
    if (origin) origins.push_back(*origin);
  }
  store::Statement totals(
      state_->database,
      "SELECT remote, sum(accepted), sum(deferred), sum(bounced), "
      "sum(not_tried), sum(expired) FROM total GROUP BY remote ORDER BY remote");
  const auto count = [&totals](int column) {
    return static_cast<std::uint64_t>(totals.number(column));
  };
  while (totals.step()) {
    RemoteTotal& total = state.ever.emplace_back();
    total.remote = totals.text(0);
    total.tally.delivered = count(1);
    total.tally.deferred = count(2);
    total.tally.bounced = count(3);
    total.tally.not_contacted = count(4);
    total.tally.expired = count(5);
  }
  analysis::order(origins);
  if (!origins.empty()) state.choose_zone(analysis::best_known(origins));
  std::ranges::stable_sort(logs, [](const Log& one, const Log& other) {
    return analysis::comes_before(one.origin, other.origin);
  });
  store::SampleRows samples(state_->database);
  for (Log& log : logs) {
    if (log.session->is_recognized()) log.session->take_part();
    log.session->narrow_to_period();
    if (!state.consumers.count_lines_alone()) {
      samples.tell(log.id, [&state](const Attempt& attempt) {
        state.consumers.each([&attempt](Consumer& one) { one.attempt(attempt); });
      });
    }
    log.session->finish();
  }
}

}  // namespace curfew
