#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/state.h"
#include "curfew/engine.h"
#include "curfew/error.h"
#include "engine/base64.h"
#include "engine/client.h"
#include "engine/contact_rows.h"
#include "engine/record.h"
#include "engine/slot_query.h"
#include "engine/sql.h"
#include "engine/summed_answer.h"
#include "text/hash.h"

namespace curfew::engine {
namespace {

constexpr std::size_t longest_row = std::size_t{1} << 30U;
// A statement names so many pushes: 20 bytes each, of a quarter of a megabyte that it may have.
constexpr std::size_t most_named = 500;
constexpr std::size_t most_counts = 32;

using Fields = SummedAnswer::Fields;

/// What a push has in the table of contacts.
struct Found {
  std::uint64_t count = 0;
  std::uint64_t sum = 0;      // of their numbers
  std::uint64_t squares = 0;  // of these, in 64 bits
};

// No push has more: what is computed of their number stays in bounds.
constexpr std::uint64_t most_contacts = std::uint64_t{1} << 40U;

// Each number from 0 on once, as far as two sums can tell.
Found complete(std::uint64_t count) noexcept {
  if (count == 0) return {};
  const text::Wide n = count;
  return {.count = count,
          .sum = static_cast<std::uint64_t>(n * (n - 1) / 2),
          .squares = static_cast<std::uint64_t>(n * (n - 1) * (2 * n - 1) / 6)};
}

bool is_newer(const Record& one, const Record& other) noexcept {
  if (one.generation != other.generation) return one.generation > other.generation;
  if (one.pushed != other.pushed) return one.pushed > other.pushed;
  return one.push > other.push;
}

class Taking {
 public:
  Taking(Analyzer& analyzer, const EngineAddress& address)
      : state_(analyzer.own_state()), client_(address) {}

  void take() {
    std::map<std::uint64_t, Record> records = all_records();
    if (records.empty()) {
      throw Error(
          ErrorCode::unreadable,
          client_.url() + ": holds no server that counts by " + name(state_->options.grouping), {},
          Hint::engine_push);
    }
    choose(records);
    std::unique_ptr<analysis::AnalyzerState> sum = state_->summed();
    add_counts(*sum);
    add_contacts(*sum);
    sum->log_key = state_->apart.front().notes.key;
    sum->has_log_key = true;
    sum->has_counted = true;
    sum->observer = state_->observer;
    state_ = std::move(sum);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorCode::unreadable, client_.url() + ": " + what,
                "Send that server's logs again, with the same version of the program.");
  }

  // Of each server's logs, whoever read most of them.
  std::map<std::uint64_t, Record> all_records() {
    std::map<std::uint64_t, Record> records;
    constexpr const char* columns =
        "record,generation,push,contacts,toUInt32(first),toUInt32(last),toUInt32(pushed),version,"
        "notes";
    constexpr const char* keys = "record,generation,push,contacts,first,last,pushed,version,notes";
    SummedAnswer rows(10, [&](Fields fields) {
      constexpr std::uint64_t any = UINT64_MAX;
      constexpr std::array<std::uint64_t, 7> most{any,        any,        any,       most_contacts,
                                                  UINT32_MAX, UINT32_MAX, UINT32_MAX};
      std::array<std::uint64_t, 7> numbers{};
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (!read_number(fields[i], most[i], numbers[i]))
          SummedAnswer::fail("holds a word for a number");
      }
      Record record{.record = numbers[0],
                    .generation = numbers[1],
                    .push = numbers[2],
                    .contacts = numbers[3],
                    .first = static_cast<std::int64_t>(numbers[4]),
                    .last = static_cast<std::int64_t>(numbers[5]),
                    .pushed = static_cast<std::int64_t>(numbers[6]),
                    .version = std::string(fields[7]),
                    .notes = {}};
      const auto [place, is_new] = records.try_emplace(record.record);
      if (!is_new && !is_newer(record, place->second)) return;
      std::string notes;
      try {
        if (!read_base64(fields[8], notes)) fail("what it knows of a server is damaged");
        record.notes = analysis::unpacked_notes(notes);
      } catch (const Error&) {
        fail("what it knows of a server is damaged, or of version " + record.version);
      }
      const bool is_its_own = record_of(record.notes, state_->options.grouping) == record.record;
      if (!is_its_own) fail("what it knows of a server is another's");
      place->second = std::move(record);
    });
    client_.ask("SELECT " + std::string(columns) + ",count() FROM " + client_.table("records") +
                    " WHERE grouping=" + quoted_text(name(state_->options.grouping)) +
                    " GROUP BY " + keys + " WITH TOTALS",
                longest_row, [&rows](Fields fields) { rows.add(fields); });
    rows.finish();
    return records;
  }

  // Servers whose logs are held by others are left out, as in partial results.
  void choose(std::map<std::uint64_t, Record>& records) {
    for (auto& [number, record] : records) {
      analysis::ServerResult server = state_->new_server();
      server.notes = record.notes;
      state_->add_apart(std::move(server), client_.url());
    }
    for (const analysis::ServerResult& server : state_->apart) {
      const std::uint64_t number = record_of(server.notes, state_->options.grouping);
      chosen_.push_back(std::move(records[number]));
    }
  }

  static std::string named(std::span<const Record> records) {
    std::string list = "push IN (";
    for (const Record& record : records) {
      if (list.back() != '(') list += ',';
      append_number(record.push, list);
    }
    return list + ')';
  }

  template <class Each>
  void each_group(std::size_t most, Each each) const {
    for (std::size_t begin = 0; begin < chosen_.size(); begin += most) {
      each(std::span(chosen_).subspan(begin, std::min(most, chosen_.size() - begin)));
    }
  }

  // What is counted beside the contacts.
  void add_counts(analysis::AnalyzerState& sum) {
    each_group(most_counts, [&](std::span<const Record> group) {
      std::map<std::uint64_t, bool> missing;
      for (const Record& record : group) missing[record.push] = true;
      SummedAnswer rows(3, [&](Fields fields) {
        std::uint64_t push = 0;
        const bool is_number = read_number(fields[0], UINT64_MAX, push);
        const auto place = missing.find(push);
        if (!is_number || place == missing.end()) SummedAnswer::fail("is of another server");
        if (!std::exchange(place->second, false)) fail("two servers have one number");
        std::string counts;
        if (!read_base64(fields[1], counts)) fail("what it counted of a server is damaged");
        analysis::ServerResult server = state_->new_server();
        try {
          server.correlator.restore_counts(counts);
        } catch (const Error&) {
          fail("what it counted of a server is damaged, or of another version");
        }
        sum.correlator.add(server.correlator);
      });
      client_.ask("SELECT push,argMax(counts,pushed),count() FROM " + client_.table("records") +
                      " WHERE " + named(group) + " GROUP BY push WITH TOTALS",
                  longest_row, [&rows](Fields fields) { rows.add(fields); });
      rows.finish();
      for (const auto& [push, is_missing] : missing) {
        if (is_missing) fail("what it counted of a server is gone");
      }
    });
  }

  // Between the first and the last of all of them: the engine leaves other months unread.
  static std::string where(std::span<const Record> group) {
    std::int64_t first = UINT32_MAX;
    std::int64_t last = 0;
    for (const Record& record : group) {
      if (record.contacts == 0) continue;
      first = std::min(first, record.first);
      last = std::max(last, record.last);
    }
    if (first > last) first = last;
    return "time>=toDateTime('" + time_text(first) + "','UTC') AND time<=toDateTime('" +
           time_text(last) + "','UTC') AND " + named(group);
  }

  /// Whether each contact is there; where some are there twice, not even that they are.
  std::optional<std::uint64_t> missing_in(std::span<const Record> group, const std::string& table) {
    std::map<std::uint64_t, Found> found;
    SummedAnswer rows(4, [&](Fields fields) {
      std::uint64_t push = 0;
      Found of_push;
      const bool are_numbers = read_number(fields[0], UINT64_MAX, push) &&
                               read_number(fields[1], UINT64_MAX, of_push.sum) &&
                               read_number(fields[2], UINT64_MAX, of_push.squares) &&
                               read_number(fields[3], UINT64_MAX, of_push.count);
      if (!are_numbers) SummedAnswer::fail("holds a word for a number");
      found[push] = of_push;
    });
    client_.ask("SELECT push,sum(event),sum(event*event),count() FROM " + table + " WHERE " +
                    where(group) + " GROUP BY push WITH TOTALS",
                4096, [&rows](Fields fields) { rows.add(fields); });
    rows.finish();
    for (std::size_t i = 0; i < group.size(); ++i) {
      const Found whole = complete(group[i].contacts);
      const Found& there = found[group[i].push];
      const bool is_whole =
          there.count == whole.count && there.sum == whole.sum && there.squares == whole.squares;
      if (!is_whole) {
        told_ = std::to_string(there.count) + " of the " + std::to_string(whole.count) +
                " contacts that were sent of " +
                (group[i].notes.logs.empty() ? "a server" : group[i].notes.logs.front().name);
        return group[i].push;
      }
    }
    return std::nullopt;
  }

  void add_contacts(analysis::AnalyzerState& sum) {
    each_group(most_named, [&](std::span<const Record> group) {
      // Rows that were sent twice are told from one another until the engine has merged them, which
      // takes its time: mostly there are none.
      std::string table = client_.table("contacts");
      if (missing_in(group, table)) table += " FINAL";
      if (table.ends_with(" FINAL") && missing_in(group, table)) {
        throw Error(ErrorCode::unreadable, client_.url() + ": holds " + told_,
                    "Send that server's logs again, or bring the lost part of the table back.");
      }
      std::uint64_t wanted = 0;
      for (const Record& record : group) wanted += record.contacts;
      std::uint64_t counted = 0;
      for (const SlotQuery query : {SlotQuery::hosts, SlotQuery::domains, SlotQuery::addresses,
                                    SlotQuery::aside, SlotQuery::released}) {
        SlotRows rows(query, sum.correlator.own_ledger());
        client_.ask(sql_of(query, table, where(group)), 1U << 20U,
                    [&rows](Fields fields) { rows.add(fields); });
        const std::uint64_t contacts = rows.finish();
        if (query == SlotQuery::hosts || query == SlotQuery::aside) counted += contacts;
      }
      if (counted != wanted) {
        throw Error(ErrorCode::unreadable,
                    client_.url() + ": what it holds has changed while it was asked", "Try again.");
      }
    });
  }

  std::unique_ptr<analysis::AnalyzerState>& state_;
  Client client_;
  std::vector<Record> chosen_;
  std::string told_;
};

}  // namespace
}  // namespace curfew::engine

namespace curfew {

void take_from_engine(Analyzer& analyzer, const EngineAddress& address) {
  engine::Taking(analyzer, address).take();
}

}  // namespace curfew
