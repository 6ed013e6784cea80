// Contacts, grouped as the engine groups them, are the slots that were taken out.
#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <sstream>
#include <tuple>

#include "analysis/server_listener.h"
#include "analysis/state.h"
#include "correlate/ledger_slots.h"
#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "engine/contact_rows.h"
#include "engine/slot_query.h"
#include "engine/tab_separated.h"
#include "support/catch.h"

namespace curfew::engine {
namespace {

using correlate::SlotCounts;
using correlate::SlotsKind;
using correlate::SlotsOwner;

// Whose slots, by words alone.
using Owner = std::tuple<SlotsKind, std::string, std::string, std::string, std::string>;
using Sums = std::map<std::pair<Owner, Slot>, SlotCounts>;

Owner owner_of(const SlotsOwner& owner) {
  const bool is_address = owner.kind == SlotsKind::address;
  return {owner.kind, std::string(owner.source), std::string(owner.remote), std::string(owner.code),
          is_address ? std::to_string(owner.hash) : std::string(owner.word)};
}

std::string text_of(const std::string& sample) {
  std::ifstream file(std::string(CURFEW_SOURCE_DIR "/samples/") + sample, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A row by its columns.
class Row {
 public:
  explicit Row(std::span<const std::string_view> fields) {
    std::istringstream columns{std::string(contact_columns)};
    std::size_t i = 0;
    for (std::string column; std::getline(columns, column, ','); ++i) {
      REQUIRE(i < fields.size());
      values_[column] = fields[i];
    }
    CHECK(i == fields.size());
  }
  const std::string& text(const char* column) const { return values_.at(column); }
  bool is(const char* column) const { return text(column) == "1"; }
  std::uint32_t number(const char* column) const {
    return static_cast<std::uint32_t>(std::stoull(text(column)));
  }
  Slot slot(const char* column) const { return std::stoi(text(column)); }

 private:
  std::map<std::string, std::string> values_;
};

void count(const Row& row, SlotCounts& counts) {
  const auto moment = static_cast<correlate::Moment>(row.number("moment"));
  const std::array<std::string, 4> names{"retry", "first", "first_at_host", "unknown"};
  const auto stratum =
      static_cast<std::size_t>(std::ranges::find(names, row.text("stratum")) - names.begin());
  const std::array places{&SlotCounts::retry, &SlotCounts::first, &SlotCounts::first_at_host,
                          &SlotCounts::unknown};
  const std::array<correlate::Moment SlotCounts::*, 4> moments{nullptr, &SlotCounts::earliest_first,
                                                               &SlotCounts::earliest_at_host,
                                                               &SlotCounts::earliest_unknown};
  ++(counts.*places.at(stratum));
  if (stratum != 0) {
    counts.*moments.at(stratum) = std::min(counts.*moments.at(stratum), moment);
  }
  counts.earliest = std::min(counts.earliest, moment);
  counts.latest = std::max(counts.latest, moment);
  counts.returned += row.number("returned");
  counts.reused += row.number("reused");
  if (stratum == 1) counts.passed_over += row.number("passed_over");
}

void add(const Row& row, Sums& sums) {
  const auto of = [&](SlotsKind kind, const std::string& remote, const std::string& code,
                      const std::string& word, Slot slot) -> SlotCounts& {
    SlotCounts& counts = sums[{Owner{kind, row.text("source"), remote, code, word}, slot}];
    counts.slot = slot;
    return counts;
  };
  const std::string& remote = row.text("remote");
  const std::string& code = row.text("code");
  const Slot slot = row.slot("slot");
  if (row.is("asked")) {
    SlotCounts& host = of(SlotsKind::host, remote, code, row.text("host"), slot);
    count(row, host);
    host.messages += row.number("new_message");
    host.deferred_messages += row.number("newly_deferred");
    if (row.is("in_domain")) {
      count(row, of(SlotsKind::domain, remote, code, row.text("domain"), slot));
    }
    if (row.is("in_address")) {
      count(row, of(SlotsKind::address, remote, code, row.text("address"), slot));
    }
  } else {
    SlotCounts& aside = of(SlotsKind::aside, remote, code, {}, slot);
    if (row.is("unresolved")) count(row, aside);
    aside.messages += row.number("new_message");
    aside.deferred_messages += row.number("newly_deferred");
    aside.not_contacted += row.number("not_contacted");
    aside.expired += row.number("expired");
  }
  if (!row.is("released")) return;
  SlotCounts& aside = of(SlotsKind::aside, row.text("released_remote"), row.text("released_code"),
                         {}, row.slot("released_slot"));
  ++aside.released;
  aside.longest_wait = std::max(aside.longest_wait, row.number("released_wait"));
}

struct Listening final : analysis::ServerListener {
  ContactRows rows{7};
  Sums slots;
  void begin(const std::vector<analysis::Survey*>&, Correlator& joining) override {
    joining.on_counted = [this](const Correlator& correlator, const Contact& contact,
                                const Ledger::Counted& counted) {
      rows.add(correlator, contact, counted);
    };
  }
  void end(analysis::ServerResult& result) override {
    correlate::take_slots(result.correlator.own_ledger(),
                          [this](const SlotsOwner& owner, const correlate::SlotSeries& series) {
                            for (const SlotCounts& one : series) {
                              slots[{owner_of(owner), one.slot}] = one;
                            }
                          });
  }
};

// A field for each column of an answer; then `owner` and some of the rest are set.
std::vector<std::string> answer_row(const std::vector<std::string>& owner,
                                    const std::string& slot) {
  std::vector<std::string> row(24, "0");
  std::copy(owner.begin(), owner.end(), row.begin());
  row[4] = slot;
  row[5] = "3";
  row[6] = "2";
  row[7] = "1";
  row[19] = "10";
  row[20] = "900";
  row[21] = "20";
  row[22] = row[23] = "65535";
  return row;
}

void give(SlotRows& rows, const std::vector<std::string>& row) {
  const std::vector<std::string_view> fields(row.begin(), row.end());
  rows.add(fields);
}

// One remote that refused and accepted, at a host and for a domain.
Ledger small_ledger() {
  Ledger ledger;
  Names& names = ledger.names();
  Contact contact{.time = Instant(std::chrono::hours(24)),
                  .source = names.of("us"),
                  .remote = names.of("them"),
                  .host = names.of("mx.them"),
                  .code = names.of("450"),
                  .domain = names.of("them.example"),
                  .address = 77,
                  .address_text = "192.0.2.1",
                  .recipient = {},
                  .sender = {}};
  ledger.add(contact);
  contact.code = Name::none;
  ledger.add(contact);
  correlate::take_slots(ledger, [](const auto&, const auto&) {});
  return ledger;
}

std::vector<SlotCounts> slots_in(Ledger& ledger, SlotsKind kind, const std::string& code) {
  std::vector<SlotCounts> found;
  correlate::take_slots(ledger, [&](const SlotsOwner& owner, const correlate::SlotSeries& series) {
    if (owner.kind != kind || owner.code != code) return;
    for (const SlotCounts& one : series) found.push_back(one);
  });
  return found;
}

}  // namespace

TEST_CASE("contacts of a log add up to its slots") {
  for (const char* const sample :
       {"cox-curfew.log", "postfix-remotes.log", "hmailserver-curfew.log"}) {
    const std::string log = text_of(sample);
    AnalyzerOptions options;
    options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
    options.servers_apart = true;
    Analyzer analyzer(builtin_formats(), std::move(options));
    Listening listening;
    analyzer.own_state()->server_listener = &listening;
    analyzer.read(text_source(sample, log));
    analyzer.own_state()->server_listener = nullptr;
    Sums sums;
    std::uint64_t number = 0;
    RowReader reader(1U << 16U, [&](std::span<const std::string_view> fields) {
      const Row row(fields);
      CHECK(row.text("push") == "7");
      CHECK(row.text("event") == std::to_string(number++));
      CHECK(row.text("host").find('@') == std::string::npos);
      add(row, sums);
    });
    reader.feed(listening.rows.chunk.rows);
    CHECK(number == listening.rows.count());
    CHECK(number == listening.rows.chunk.count);
    CHECK(number > 100);
    // Parts that turned out to be too many are none.
    std::erase_if(sums, [&](const auto& one) {
      const SlotsKind kind = std::get<0>(one.first.first);
      const bool is_part = kind == SlotsKind::domain || kind == SlotsKind::address;
      return is_part && !listening.slots.contains(one.first);
    });
    CHECK(sums.size() == listening.slots.size());
    CHECK(sums == listening.slots);
  }
}

TEST_CASE("rows of an answer go to whom they are of") {
  Ledger ledger = small_ledger();
  {
    SlotRows rows(SlotQuery::hosts, ledger);
    give(rows, answer_row({"us", "them", "450", "mx.them"}, "96"));
    give(rows, answer_row({"us", "them", "450", "mx.them"}, "97"));
    give(rows, answer_row({"us", "nobody", "450", "mx.them"}, "97"));
    give(rows, {""});
    std::vector<std::string> sums = answer_row({"", "", "", ""}, "0");
    sums[5] = "9";
    give(rows, sums);
    CHECK(rows.finish() == 9);
    SlotRows parts(SlotQuery::addresses, ledger);
    give(parts, answer_row({"us", "them", "", "77"}, "96"));
    give(parts, {""});
    give(parts, answer_row({"", "", "", "0"}, "0"));
    CHECK(parts.finish() == 3);
  }
  Ledger copy(ledger);
  const std::vector<SlotCounts> hosts = slots_in(ledger, SlotsKind::host, "450");
  REQUIRE(hosts.size() == 2);
  CHECK(hosts[0].slot == 96);
  CHECK(hosts[0].first == 2);
  CHECK(hosts[0].retry == 1);
  CHECK(hosts[0].earliest == 10);
  CHECK(hosts[0].latest == 900);
  CHECK(hosts[0].earliest_first == 20);
  CHECK(slots_in(copy, SlotsKind::address, "").size() == 1);
}

TEST_CASE("what cannot be an answer is refused") {
  Ledger ledger = small_ledger();
  const std::vector<std::string> good = answer_row({"us", "them", "450", "mx.them"}, "96");
  const auto refused = [&](const std::vector<std::vector<std::string>>& given, bool to_the_end) {
    SlotRows rows(SlotQuery::hosts, ledger);
    try {
      for (const std::vector<std::string>& row : given) give(rows, row);
      if (to_the_end) rows.finish();
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::unreadable);
      return true;
    }
    return false;
  };
  CHECK_FALSE(refused({good, {""}, good}, true));
  CHECK(refused({good}, true));
  CHECK(refused({good, {""}}, true));
  CHECK(refused({good, good, {""}, good}, true));
  CHECK(refused({good, {""}, good, good}, false));
  CHECK(refused({{"us", "them"}}, false));
  const auto with = [&](std::size_t at, const char* value) {
    std::vector<std::string> row = good;
    row[at] = value;
    return row;
  };
  CHECK(refused({with(4, "2147483648")}, false));
  CHECK(refused({with(5, "x")}, false));
  CHECK(refused({with(6, "4294967296")}, false));
  CHECK(refused({with(7, "-1")}, false));
  CHECK(refused({with(19, "65536")}, false));
  CHECK(refused({with(19, "65535")}, false));
  CHECK(refused({with(20, "64800")}, false));
  CHECK(refused({with(20, "9")}, false));
  SlotRows parts(SlotQuery::addresses, ledger);
  CHECK_THROWS_AS(give(parts, answer_row({"us", "them", "", "mx"}, "96")), Error);
}

TEST_CASE("times that the engine cannot keep are its nearest") {
  CHECK(time_text(kept_second(Instant(std::chrono::seconds(1'591'117'200)))) ==
        "2020-06-02 17:00:00");
  CHECK(time_text(kept_second(Instant(std::chrono::seconds(-5)))) == "1970-01-01 00:00:00");
  CHECK(time_text(kept_second(Instant(std::chrono::hours(24 * 365 * 300)))) ==
        "2104-12-31 23:59:59");
}

TEST_CASE("a chunk is full before the engine refuses it") {
  ContactChunk chunk;
  for (std::int32_t month = 0; month < 89; ++month) chunk.add_month(month % 89);
  CHECK_FALSE(chunk.is_full(10));
  ContactChunk other;
  other.add_month(500);
  other.add_month(3);
  other.count = 4;
  other.rows = "x";
  chunk.add(other);
  CHECK(chunk.is_full(10));
  CHECK(other.is_full(4));
  CHECK_FALSE(other.is_full(5));
  chunk.clear();
  CHECK(chunk.rows.empty());
  CHECK_FALSE(chunk.is_full(10));
}

}  // namespace curfew::engine
