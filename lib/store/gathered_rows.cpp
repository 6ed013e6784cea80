#include "store/gathered_rows.h"

#include <limits>
#include <optional>
#include <utility>

#include "store/slot_text.h"

namespace curfew::store {
namespace {

void bind_moment(Statement& statement, int parameter, const std::optional<Instant>& at) {
  if (at) {
    statement.bind(parameter, std::int64_t{at->time_since_epoch().count()});
  } else {
    statement.bind_null(parameter);
  }
}

std::optional<Instant> moment_in(Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Instant(Milliseconds(row.number(column)));
}

}  // namespace

void GatheredRows::add(std::int64_t log, const Gathered::Slots& slots) {
  Statement find(database_,
                 "SELECT first, last, again, sums FROM gathered WHERE log_id = ?1 AND slot = ?2");
  Statement put(database_,
                "INSERT INTO gathered (log_id, slot, first, last, again, sums) VALUES (?1, ?2, ?3, "
                "?4, ?5, ?6) ON CONFLICT DO UPDATE SET first = ?3, last = ?4, again = ?5, sums = "
                "?6");
  for (const auto& [slot, parts] : slots) {
    const bool has_row = find.bind(1, log).bind(2, std::int64_t{slot}).step();
    PackedSlot sum;
    const PackedSlot* row = &parts.front();
    if (has_row || parts.size() > 1) {
      GatheredSlot all = unpacked(parts.front());
      for (std::size_t i = 1; i < parts.size(); ++i) all.add(unpacked(parts[i]));
      if (has_row) {
        all.add(unpacked({.first = moment_in(find, 0),
                          .last = moment_in(find, 1),
                          .deferred_again = std::string(find.text(2)),
                          .sums = std::string(find.text(3))}));
      }
      sum = packed(all);
      row = &sum;
    }
    find.reset();
    put.bind(1, log).bind(2, std::int64_t{slot});
    bind_moment(put, 3, row->first);
    bind_moment(put, 4, row->last);
    put.bind_bytes(5, row->deferred_again).bind_bytes(6, row->sums).run();
  }
}

void GatheredRows::keep_newest(std::int64_t log, Slot present) {
  Statement newest(database_, "SELECT max(slot) FROM gathered WHERE log_id = ?1 AND slot <= ?2");
  if (!newest.bind(1, log).bind(2, std::int64_t{present}).step() || newest.is_null(0)) return;
  const std::int32_t last_day = day_of(static_cast<Slot>(newest.number(0)));
  newest.reset();
  const std::int64_t first =
      (std::int64_t{last_day} - most_days.count() + 1) * std::int64_t{slots_in_day};
  for (const char* sql :
       {"UPDATE log SET gathered_from = max(coalesce(gathered_from, ?2), ?2) WHERE log_id = ?1 AND "
        "EXISTS (SELECT 1 FROM gathered WHERE log_id = ?1 AND slot < ?2)",
        "DELETE FROM gathered WHERE log_id = ?1 AND slot < ?2"}) {
    Statement(database_, sql).bind(1, log).bind(2, first).run();
  }
}

Statement GatheredRows::in_period(const char* sql, std::int64_t log, const Period& period) {
  constexpr std::int64_t least = std::numeric_limits<Slot>::min();
  constexpr std::int64_t most = std::numeric_limits<Slot>::max();
  Statement rows(database_, sql);
  rows.bind(1, log)
      .bind(2, period.since ? std::int64_t{slot_of(*period.since)} : least)
      .bind(3, period.until ? std::int64_t{slot_of(*period.until)} : most);
  return rows;
}

void GatheredRows::sum(std::int64_t log, const Period& period, daily::Sums& sums) {
  Statement rows = in_period(
      "SELECT sums FROM gathered WHERE log_id = ?1 AND slot >= ?2 AND slot < ?3 ORDER BY slot", log,
      period);
  while (rows.step()) {
    daily::Sums slot(GatheredSlot::most_names);
    text::restore(slot, rows.text(0));
    sums.add(slot);
  }
}

GatheredRows::Span GatheredRows::span(std::int64_t log, const Period& period) {
  Statement row = in_period(
      "SELECT min(first), max(last) FROM gathered WHERE log_id = ?1 AND slot >= ?2 AND slot < ?3",
      log, period);
  if (!row.step()) return {};
  return {.first = moment_in(row, 0), .last = moment_in(row, 1)};
}

void GatheredRows::each_deferred_again(std::int64_t log, const Period& period,
                                       const std::function<void(Slot, std::uint64_t)>& give) {
  if (!period.since) return;  // each began in it
  const Slot begin = slot_of(*period.since);
  Statement rows =
      in_period("SELECT slot, again FROM gathered WHERE log_id = ?1 AND slot >= ?2 AND slot < ?3",
                log, period);
  while (rows.step()) {
    std::map<Slot, std::uint64_t> again;
    text::restore(again, rows.text(1));
    std::uint64_t messages = 0;
    for (const auto& [before, some] : again) messages += before < begin ? some : 0;
    if (messages != 0) give(static_cast<Slot>(rows.number(0)), messages);
  }
}

std::optional<Slot> GatheredRows::from(std::int64_t log) {
  Statement row(database_, "SELECT gathered_from FROM log WHERE log_id = ?1");
  if (!row.bind(1, log).step() || row.is_null(0)) return std::nullopt;
  return static_cast<Slot>(row.number(0));
}

}  // namespace curfew::store
