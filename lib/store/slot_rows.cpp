#include "store/slot_rows.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

#include "curfew/error.h"
#include "store/slot_text.h"
#include "text/state.h"

namespace curfew::store {
namespace {

using correlate::SlotCounts;
using correlate::SlotsOwner;

// What lies in one day, and the day.
template <class Record, class Take>
void day_by_day(const SlotSeries<Record>& series, Take take) {
  std::vector<Record> slots;
  std::int32_t day = 0;
  for (const Record& record : series) {
    if (!slots.empty() && day_of(record.slot) != day) {
      take(day, std::move(slots));
      slots.clear();
    }
    day = day_of(record.slot);
    slots.push_back(record);
  }
  if (!slots.empty()) take(day, std::move(slots));
}

std::int32_t day_at(Instant at) {
  return static_cast<std::int32_t>(
      std::chrono::floor<std::chrono::days>(at.time_since_epoch()).count());
}

}  // namespace

SlotRows::SlotRows(Database& database)
    : database_(database),
      find_owner_(
          database,
          "SELECT owner_id FROM owner WHERE log_id = ?1 AND source = ?2 AND remote = ?3 AND "
          "code = ?4 AND kind = ?5 AND word = ?6 AND hash = ?7"),
      make_owner_(database,
                  "INSERT INTO owner (log_id, source, remote, code, kind, word, hash) VALUES (?1, "
                  "?2, ?3, ?4, ?5, ?6, ?7)"),
      find_day_(database,
                "SELECT counts, moments FROM day WHERE log_id = ?1 AND day = ?2 AND owner_id = ?3"),
      put_day_(database, "INSERT OR REPLACE INTO day VALUES (?1, ?2, ?3, ?4, ?5)"),
      find_held_(database, "SELECT deliveries FROM held WHERE owner_id = ?1 AND day = ?2"),
      put_held_(database, "INSERT OR REPLACE INTO held VALUES (?1, ?2, ?3)"),
      find_traffic_(database, "SELECT counts FROM traffic WHERE log_id = ?1 AND day = ?2"),
      put_traffic_(database, "INSERT OR REPLACE INTO traffic VALUES (?1, ?2, ?3)"),
      add_total_(database,
                 "INSERT INTO total VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET "
                 "accepted = accepted + ?3, deferred = deferred + ?4, bounced = bounced + ?5, "
                 "not_tried = not_tried + ?6, expired = expired + ?7") {}

void SlotRows::fail() const {
  throw Error(ErrorCode::unreadable,
              database_.path() + ": holds rows that this program did not write",
              "Put a copy of it back, or move it away: the logs that still exist are read again.");
}

std::int64_t SlotRows::id_of(std::int64_t log, const SlotsOwner& owner) {
  std::string key;
  text::StateWriter writer(key);
  writer(log, owner.source, owner.remote, owner.code, owner.kind, owner.word, owner.hash);
  std::int64_t& id = ids_[key];
  if (id != 0) return id;
  const auto bind = [&](Statement& statement) -> Statement& {
    return statement.bind(1, log)
        .bind(2, owner.source)
        .bind(3, owner.remote)
        .bind(4, owner.code)
        .bind(5, std::string_view(name(owner.kind)))
        .bind(6, owner.word)
        .bind(7, std::bit_cast<std::int64_t>(owner.hash));
  };
  if (bind(find_owner_).step()) {
    id = find_owner_.number(0);
    find_owner_.reset();
  } else {
    bind(make_owner_).run();
    id = database_.last_id();
  }
  return id;
}

void SlotRows::add_day(std::int64_t log, std::int32_t day, std::int64_t owner,
                       std::vector<SlotCounts> slots) {
  if (find_day_.bind(1, log).bind(2, std::int64_t{day}).bind(3, owner).step()) {
    correlate::SlotSeries sum;
    const bool is_whole = each_slot(day, find_day_.text(0), find_day_.text(1),
                                    [&sum](const SlotCounts& slot) { sum.add(slot); });
    find_day_.reset();
    if (!is_whole) fail();
    for (const SlotCounts& slot : slots) sum.add(slot);
    slots.clear();
    for (const SlotCounts& slot : sum) slots.push_back(slot);
  }
  StoredSlots stored;
  for (const SlotCounts& slot : slots) append(slot, stored);
  finish(stored);
  put_day_.bind(1, log)
      .bind(2, std::int64_t{day})
      .bind(3, owner)
      .bind(4, std::string_view(stored.counts))
      .bind_bytes(5, {reinterpret_cast<const char*>(stored.moments.data()), stored.moments.size()})
      .run();
}

void SlotRows::add_held(std::int64_t owner, std::int32_t day,
                        const std::vector<HeldDelivery>& held) {
  std::vector<HeldDelivery> all;
  if (find_held_.bind(1, owner).bind(2, std::int64_t{day}).step()) {
    const std::string bytes(find_held_.text(0));
    find_held_.reset();
    text::restore(all, bytes);
  }
  all.insert(all.end(), held.begin(), held.end());
  const std::string bytes = text::state_of(all);
  put_held_.bind(1, owner).bind(2, std::int64_t{day}).bind_bytes(3, bytes).run();
}

void SlotRows::add_traffic(std::int64_t log, std::int32_t day, std::vector<TrafficSlot> slots) {
  if (find_traffic_.bind(1, log).bind(2, std::int64_t{day}).step()) {
    std::vector<TrafficSlot> stored;
    const bool is_whole = read_traffic(day, find_traffic_.text(0), stored);
    find_traffic_.reset();
    if (!is_whole) fail();
    SlotSeries<TrafficSlot> sum;
    for (const TrafficSlot& slot : stored) sum.add(slot);
    for (const TrafficSlot& slot : slots) sum.add(slot);
    slots.clear();
    for (const TrafficSlot& slot : sum) slots.push_back(slot);
  }
  const std::string text = text_of(slots);
  put_traffic_.bind(1, log).bind(2, std::int64_t{day}).bind(3, std::string_view(text)).run();
}

void SlotRows::clear(std::int64_t log) {
  for (const char* sql :
       {"DELETE FROM day WHERE log_id = ?1",
        "DELETE FROM held WHERE owner_id IN (SELECT owner_id FROM owner WHERE log_id = ?1)",
        "DELETE FROM traffic WHERE log_id = ?1", "DELETE FROM total WHERE log_id = ?1"}) {
    Statement(database_, sql).bind(1, log).run();
  }
}

void SlotRows::add(std::int64_t log, Correlator& counted) {
  Ledger& ledger = counted.own_ledger();
  correlate::take_slots(ledger, [&](const SlotsOwner& owner, const correlate::SlotSeries& series) {
    const std::int64_t id = id_of(log, owner);
    const bool counts =
        owner.kind == correlate::SlotsKind::host || owner.kind == correlate::SlotsKind::aside;
    if (counts) {
      Tally& total = totals_[std::string(owner.remote)];
      for (SlotCounts slot : series) {
        if (owner.kind == correlate::SlotsKind::aside) {
          slot.first = slot.retry = slot.first_at_host = slot.unknown = 0;  // no contacts
        }
        total += correlate::bucket_of(slot, !owner.code.empty());
      }
    }
    day_by_day(series, [&](std::int32_t day, std::vector<SlotCounts> slots) {
      add_day(log, day, id, std::move(slots));
    });
  });
  correlate::take_held(ledger, [&](const SlotsOwner& owner, const std::vector<HeldDelivery>& held) {
    const std::int64_t id = id_of(log, owner);
    std::map<std::int32_t, std::vector<HeldDelivery>> days;
    for (const HeldDelivery& one : held) {
      days[day_at(one.delivered)].push_back(one);
    }
    for (const auto& [day, some] : days) add_held(id, day, some);
  });
  day_by_day(correlate::take_traffic(ledger),
             [&](std::int32_t day, std::vector<TrafficSlot> slots) {
               add_traffic(log, day, std::move(slots));
             });
  add_totals(log);
}

void SlotRows::add_totals(std::int64_t log) {
  for (const auto& [remote, tally] : totals_) {
    add_total_.bind(1, log)
        .bind(2, std::string_view(remote))
        .bind(3, static_cast<std::int64_t>(tally.delivered))
        .bind(4, static_cast<std::int64_t>(tally.deferred))
        .bind(5, static_cast<std::int64_t>(tally.bounced))
        .bind(6, static_cast<std::int64_t>(tally.not_contacted))
        .bind(7, static_cast<std::int64_t>(tally.expired))
        .run();
  }
  totals_.clear();
}

void SlotRows::give_back(std::int64_t log, Correlator& counted) {
  correlate::SlotsReturn back(counted.own_ledger());
  Statement owners(
      database_,
      "SELECT owner_id, source, remote, code, kind, word, hash FROM owner WHERE log_id "
      "= ?1 ORDER BY owner_id");
  Statement held(database_, "SELECT deliveries FROM held WHERE owner_id = ?1 ORDER BY day");
  std::unordered_map<std::int64_t, correlate::SlotSeries*> all_series;
  owners.bind(1, log);
  while (owners.step()) {
    const std::optional<correlate::SlotsKind> kind = correlate::slots_kind_named(owners.text(4));
    if (!kind) fail();
    const SlotsOwner owner{.source = owners.text(1),
                           .remote = owners.text(2),
                           .code = owners.text(3),
                           .kind = *kind,
                           .word = owners.text(5),
                           .hash = std::bit_cast<std::uint64_t>(owners.number(6))};
    const std::int64_t id = owners.number(0);
    correlate::SlotSeries* const series = back.series_of(owner);
    if (series == nullptr) continue;
    all_series.emplace(id, series);
    if (*kind != correlate::SlotsKind::aside) continue;
    held.bind(1, id);
    while (held.step()) {
      std::vector<HeldDelivery> deliveries;
      text::restore(deliveries, held.text(0));
      for (const HeldDelivery& one : deliveries) back.put_held(owner, one);
    }
  }
  Statement days(database_,
                 "SELECT owner_id, day, counts, moments FROM day WHERE log_id = ?1 ORDER BY day");
  days.bind(1, log);
  while (days.step()) {
    const auto owner = all_series.find(days.number(0));
    if (owner == all_series.end()) continue;
    const bool is_whole =
        each_slot(static_cast<std::int32_t>(days.number(1)), days.text(2), days.text(3),
                  [&](const SlotCounts& slot) { owner->second->add(slot); });
    if (!is_whole) fail();
  }
  Statement traffic(database_, "SELECT day, counts FROM traffic WHERE log_id = ?1 ORDER BY day");
  traffic.bind(1, log);
  std::vector<TrafficSlot> slots;
  while (traffic.step()) {
    slots.clear();
    const auto day = static_cast<std::int32_t>(traffic.number(0));
    if (!read_traffic(day, traffic.text(1), slots)) fail();
    for (const TrafficSlot& slot : slots) back.put_traffic(slot);
  }
}

}  // namespace curfew::store
