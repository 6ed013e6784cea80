#include <algorithm>
#include <memory>
#include <vector>

#include "analysis/family.h"
#include "analysis/session_state.h"
#include "analysis/state.h"
#include "curfew/store.h"
#include "daily/daily_state.h"
#include "store/gathered_rows.h"
#include "store/sample_rows.h"
#include "store/slot_rows.h"
#include "store/store_state.h"

namespace curfew {
namespace {

// Of a period with a beginning first and last event are not known otherwise.
bool has_all(const Period& period, std::optional<Slot> from) {
  if (!period.since) return !from && period.until;
  return !from || slot_of(*period.since) >= *from;
}

}  // namespace

// Each log ends where it was read to, as if it were over.
void Store::load(Analyzer& analyzer, Daily* page) const {
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
  store::GatheredRows gathered(state_->database);
  std::optional<Slot> from;
  for (Log& log : logs) {
    if (log.session->is_recognized()) log.session->take_part();
    log.session->narrow_to_period();
    const std::optional<Slot> its_from = gathered.from(log.id);
    if (has_all(state.period, its_from) && log.session->is_recognized()) {
      const store::GatheredRows::Span span = gathered.span(log.id, state.period);
      log.session->correlator().know_span(span.first, span.last);
      Ledger& ledger = log.session->correlator().own_ledger();
      gathered.each_deferred_again(log.id, state.period, [&](Slot slot, std::uint64_t messages) {
        ledger.traffic_at(start_of(slot)).deferred_messages += messages;
      });
    } else if (its_from) {
      from = std::max(from.value_or(*its_from), *its_from);
    }
    if (page != nullptr) gathered.sum(log.id, state.period, page->own_state().sums);
    if (!state.consumers.count_lines_alone()) {
      samples.tell(log.id, [&state](const Attempt& attempt) {
        state.consumers.each([&attempt](Consumer& one) { one.attempt(attempt); });
      });
    }
    log.session->finish();
  }
  if (page == nullptr) return;
  page->own_state().period = state.period;
  if (!from) return;
  state.warnings.push_back(
      {.key = "gathered_since",
       .text =
           "whose mail it was, what was rejected and what the server said of itself was not kept "
           "before " +
           wall_minutes(start_of(*from), state.zone.value_or(state.options.system_zone)) +
           "; tables of it begin there."});
}

}  // namespace curfew
