#include "engine/slot_query.h"

#include <array>

#include "engine/tab_separated.h"

namespace curfew::engine {
namespace {

using correlate::SlotCounts;
using correlate::SlotsKind;

// In a row: whose it is, its slot, how many contacts, counts, moments.
constexpr std::size_t slot_at = 4;
constexpr std::size_t contacts_at = 5;
constexpr std::array counts{
    &SlotCounts::first,         &SlotCounts::retry,    &SlotCounts::first_at_host,
    &SlotCounts::unknown,       &SlotCounts::returned, &SlotCounts::reused,
    &SlotCounts::passed_over,   &SlotCounts::messages, &SlotCounts::deferred_messages,
    &SlotCounts::not_contacted, &SlotCounts::expired,  &SlotCounts::released,
    &SlotCounts::longest_wait};
constexpr std::array moments{&SlotCounts::earliest, &SlotCounts::latest,
                             &SlotCounts::earliest_first, &SlotCounts::earliest_at_host,
                             &SlotCounts::earliest_unknown};
constexpr std::size_t counts_at = contacts_at + 1;
constexpr std::size_t moments_at = counts_at + counts.size();
constexpr std::size_t columns = moments_at + moments.size();

constexpr correlate::Moment moments_in_slot = 15 * 60 * correlate::moments_in_second;

// Sums of a condition are its number of rows.
std::string sums(const std::string& counted, bool with_messages) {
  const auto of = [&](const std::string& condition) {
    return "countIf(" + counted + " AND " + condition + "),";
  };
  const auto earliest = [&](const std::string& condition) {
    return ",min(if(" + counted + condition + ",moment,toUInt16(65535)))";
  };
  const std::string messages = with_messages ? "sum(new_message),sum(newly_deferred)," : "0,0,";
  return of("stratum='first'") + of("stratum='retry'") + of("stratum='first_at_host'") +
         of("stratum='unknown'") + of("returned=1") + of("reused=1") +
         of("passed_over=1 AND stratum='first'") + messages +
         "countIf(asked=0 AND not_contacted=1),countIf(asked=0 AND expired=1),0,0" + earliest("") +
         ",max(if(" + counted + ",moment,toUInt16(0)))" + earliest(" AND stratum='first'") +
         earliest(" AND stratum='first_at_host'") + earliest(" AND stratum='unknown'");
}

}  // namespace

std::string sql_of(SlotQuery query, const std::string& table, const std::string& where) {
  struct Part {
    const char* owner;
    const char* only;
    std::string summed;
  };
  const Part part = [&]() -> Part {
    switch (query) {
      case SlotQuery::hosts:
        return {"source,remote,code,host,slot", "asked=1", sums("asked=1", true)};
      case SlotQuery::domains:
        return {"source,remote,code,domain,slot", "in_domain=1", sums("asked=1", false)};
      case SlotQuery::addresses:
        return {"source,remote,code,address,slot", "in_address=1", sums("asked=1", false)};
      case SlotQuery::aside:
        return {"source,remote,code,'',slot", "asked=0", sums("unresolved=1", true)};
      case SlotQuery::released:
        return {"source,released_remote,released_code,'',released_slot", "released=1",
                "0,0,0,0,0,0,0,0,0,0,0,count(),max(released_wait),65535,0,65535,65535,65535"};
    }
    return {};
  }();
  return "SELECT " + std::string(part.owner) + ",count()," + part.summed + " FROM " + table +
         " WHERE " + part.only + " AND " + where + " GROUP BY " + part.owner + " WITH TOTALS";
}

correlate::SlotSeries* SlotRows::series_of(std::span<const std::string_view> fields) {
  owner_.clear();
  for (const std::string_view field : fields.first(slot_at)) {
    append_number(field.size(), owner_);
    owner_ += ':';
    owner_ += field;
  }
  const auto place = known_.find(owner_);
  if (place != known_.end()) return place->second;
  correlate::SlotsOwner owner{
      .source = fields[0], .remote = fields[1], .code = fields[2], .word = fields[3]};
  switch (query_) {
    case SlotQuery::hosts:
      owner.kind = SlotsKind::host;
      break;
    case SlotQuery::domains:
      owner.kind = SlotsKind::domain;
      break;
    case SlotQuery::addresses:
      owner.kind = SlotsKind::address;
      owner.word = {};
      if (!read_number(fields[3], UINT64_MAX, owner.hash))
        SummedAnswer::fail("holds a word that is no number");
      break;
    case SlotQuery::aside:
    case SlotQuery::released:
      owner.kind = SlotsKind::aside;
      break;
  }
  if (!slots_) slots_.emplace(ledger_);
  correlate::SlotSeries* series = slots_->series_of(owner);
  // A host of one server that is not told apart in the sum of all.
  if (series == nullptr && query_ == SlotQuery::hosts) {
    owner.word = {};
    series = slots_->series_of(owner);
  }
  if (series != nullptr) known_.emplace(owner_, series);
  return series;
}

SlotRows::SlotRows(SlotQuery query, Ledger& ledger)
    : query_(query),
      ledger_(ledger),
      answer_(columns, contacts_at,
              [this](std::span<const std::string_view> fields) { take(fields); }) {}

void SlotRows::take(std::span<const std::string_view> fields) {
  SlotCounts slot;
  std::uint64_t number = 0;
  if (!read_signed(fields[slot_at], slot.slot)) SummedAnswer::fail("holds a word for a slot");
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (!read_number(fields[counts_at + i], UINT32_MAX, number))
      SummedAnswer::fail("holds a word for a count");
    slot.*counts[i] = static_cast<std::uint32_t>(number);
  }
  for (std::size_t i = 0; i < moments.size(); ++i) {
    if (!read_number(fields[moments_at + i], correlate::no_moment, number)) {
      SummedAnswer::fail("holds a word for a moment");
    }
    slot.*moments[i] = static_cast<correlate::Moment>(number);
  }
  const bool has_moments = slot.earliest <= slot.latest && slot.latest < moments_in_slot;
  if (slot.count() != 0 ? !has_moments : slot.earliest != correlate::no_moment) {
    SummedAnswer::fail("holds moments that cannot be");
  }
  constexpr std::size_t most_at_once = 1'000'000;
  if (++since_ > most_at_once) {
    slots_.reset();
    known_.clear();
    since_ = 0;
  }
  if (correlate::SlotSeries* const series = series_of(fields)) series->add(slot);
}

}  // namespace curfew::engine
