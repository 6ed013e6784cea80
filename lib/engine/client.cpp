#include "engine/client.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include "curfew/error.h"
#include "engine/sql.h"

namespace curfew::engine {
namespace {

// Settings that versions from 18.16 on know. All shards, or no answer: skip_unavailable_shards is
// never set. Two levels and files keep a large grouping in bounds, and a failure has a status of
// its own only where the answer is complete before it begins.
constexpr std::string_view asking =
    "/?wait_end_of_query=1&max_memory_usage=2000000000"
    "&max_bytes_before_external_group_by=800000000&max_bytes_before_external_sort=800000000"
    "&group_by_two_level_threshold=10000&distributed_aggregation_memory_efficient=1";
// The engine changes nothing, whatever it is asked.
constexpr std::string_view only_reading = "&readonly=1";
constexpr unsigned is_read_only = 164;
// What is acknowledged stands on its shard.
constexpr std::string_view inserting = "/?wait_end_of_query=1&insert_distributed_sync=1&query=";

constexpr std::string_view failure_mark = "Code: ";
constexpr unsigned attempts = 5;
constexpr std::chrono::milliseconds first_pause{500};

struct Known {
  unsigned code;
  bool is_lasting;  // trying again is no use
  Hint hint;
  const char* remedy;
};

constexpr Hint no_hint = Hint::none;
constexpr std::array known{
    Known{60, true, Hint::engine_tables, "Make the tables first."},
    Known{81, true, Hint::engine_tables, "Make the tables first."},
    Known{27, true, Hint::engine_tables, "Its tables are of another version; make them anew."},
    Known{62, true, no_hint, "Its version does not know what it was asked."},
    Known{115, true, no_hint, "Its version does not know what it was asked."},
    Known{16, true, Hint::engine_tables, "Its tables are of another version; make them anew."},
    Known{47, true, Hint::engine_tables, "Its tables are of another version; make them anew."},
    Known{192, true, Hint::engine_user, "The engine does not know this user."},
    Known{193, true, Hint::engine_user, "The password is wrong."},
    Known{194, true, Hint::engine_user, "A password is needed."},
    Known{195, true, Hint::engine_user, "The user may not come from this address."},
    Known{516, true, Hint::engine_user, "User or password are wrong."},
    Known{497, true, no_hint, "The user may not do that: rights on the tables are needed."},
    Known{is_read_only, true, no_hint,
          "The user may only read, or not choose settings: to send rows, readonly must be 0; to "
          "report, 0 or 2."},
    Known{291, true, Hint::engine_user, "The user may not use this database."},
    Known{279, false, no_hint, "Half of an answer is none: try again when all shards are up."},
    Known{241, false, no_hint, "The engine's memory is full: give it more, or ask when it rests."},
};

unsigned code_in(std::string_view text) noexcept {
  const std::size_t at = text.find(failure_mark);
  if (at == std::string_view::npos) return 0;
  unsigned code = 0;
  for (const char c : text.substr(at + failure_mark.size(), 6)) {
    if (c < '0' || c > '9') break;
    code = code * 10 + static_cast<unsigned>(c - '0');
  }
  return code;
}

// Its first line, without what only its makers need.
std::string sentence_in(std::string_view text) {
  constexpr std::size_t longest = 300;
  std::string_view line = text.substr(0, text.find('\n'));
  for (const std::string_view end : {", Stack trace", ", e.what() =", " (version "}) {
    line = line.substr(0, line.find(end));
  }
  if (line.size() <= longest) return std::string(line);
  return std::string(line.substr(0, longest)) + "...";
}

class Refusal : public Error {
 public:
  Refusal(const Error& error, unsigned said, bool lasting)
      : Error(error), number(said), is_lasting(lasting) {}
  unsigned number;
  bool is_lasting;
};

[[noreturn]] void refuse(const std::string& url, long status, std::string_view text) {
  const unsigned code = code_in(text);
  const auto* const found = std::ranges::find(known, code, &Known::code);
  const bool is_known = found != known.end();
  const bool is_no_user = status == 401 || status == 403;
  std::string what = sentence_in(text);
  if (what.empty()) what = "HTTP status " + std::to_string(status);
  const std::string remedy = is_known     ? found->remedy
                             : is_no_user ? "User or password are wrong."
                             : code == 0  ? "Is this the address of its HTTP interface?"
                                          : "";
  const Hint hint = is_known ? found->hint : is_no_user ? Hint::engine_user : Hint::none;
  const bool lasting = is_known ? found->is_lasting : code == 0 && status < 500;
  throw Refusal(Error(ErrorCode::unreadable, url + ": " + what, remedy, hint), code, lasting);
}

}  // namespace

Client::Client(std::unique_ptr<Http> http, const EngineAddress& address)
    : url_(checked_url(address.url)),
      database_(checked_name(address.database, "database")),
      http_(std::move(http)) {}

void Client::run(const std::string& target, std::string_view body,
                 const std::function<void(std::string_view)>& take) {
  constexpr long good = 200;
  constexpr std::size_t longest_text = 4096;
  std::string front;  // until it shows whether it is an answer
  bool is_answer = false;
  const long status = http_->post(target, body, [&](long now, std::string_view piece) {
    if (is_answer) return take(piece);
    const bool may_fail = now != good || front.size() + piece.size() < failure_mark.size();
    front += piece.substr(
        0, now == good ? piece.size() : longest_text - std::min(longest_text, front.size()));
    if (may_fail || front.starts_with(failure_mark)) return;
    is_answer = true;
    take(front);
    front.clear();
  });
  if (status != good || front.starts_with(failure_mark)) refuse(url_, status, front);
  if (!front.empty()) take(front);
}

void Client::ask(const std::string& sql, std::size_t longest_row, const RowReader::Take& take) {
  RowReader rows(longest_row, take);
  const auto ask_once = [&] {
    run(std::string(asking) + std::string(may_only_read_ ? "" : only_reading),
        sql + " FORMAT TabSeparated", [&rows](std::string_view piece) { rows.feed(piece); });
  };
  try {
    try {
      ask_once();
    } catch (const Refusal& refusal) {
      // A user who may only read must not say so again.
      if (refusal.number != is_read_only || may_only_read_) throw;
      may_only_read_ = true;
      ask_once();
    }
  } catch (const Refusal& refusal) {
    throw Error(refusal);
  }
  if (rows.is_at_end()) return;
  throw Error(ErrorCode::unreadable, url_ + ": the answer is cut off", "Try again.");
}

void Client::insert(const std::string& table, const std::string& columns, std::string_view rows) {
  const std::string target =
      std::string(inserting) +
      percent_encoded("INSERT INTO " + table + " (" + columns + ") FORMAT TabSeparated");
  std::chrono::milliseconds pause = first_pause;
  for (unsigned attempt = 1;; ++attempt, pause *= 2) {
    try {
      return run(target, rows, [](std::string_view) {});
    } catch (const Refusal& refusal) {
      if (refusal.is_lasting || attempt == attempts) throw Error(refusal);
    } catch (const Error& error) {
      if (attempt == attempts || error.code() != ErrorCode::unreadable) throw;
    }
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace curfew::engine
