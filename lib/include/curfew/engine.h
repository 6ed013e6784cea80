#pragma once

// Fleets that outgrow one machine: what logs say is sent to ClickHouse, which keeps it on many
// machines, and is asked to add it up; the report is made here, of the sums, and is the one that
// all logs read at once would give. One thread at a time. What is wrong with the engine throws
// Error: half of an answer is none.
//
//     curfew::AnalyzerOptions options;
//     options.servers_apart = true;
//     curfew::Analyzer analyzer(curfew::builtin_formats(), std::move(options));
//     curfew::Push push(analyzer, {.address = {.url = "http://127.0.0.1:8123"}});
//     analyzer.read_all(curfew::inputs_at("/var/log/mail.log"));
//     push.finish();

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "curfew/analyzer.h"
#include "curfew/export.h"

namespace curfew {

namespace engine {
class Pusher;
}  // namespace engine

/// Where the engine is, and who asks. User and password go into headers, never into an address.
struct EngineAddress {
  std::string url;  ///< "https://clickhouse.example.net:8443"; no user, no password, no query
  std::string database = "curfew";
  std::string user;      ///< empty: whom the engine takes us for
  std::string password;  ///< appears in no text of an Error
  std::string ca_file;   ///< certificates to trust, in PEM; empty: the system's
  /// Nothing moved for so long: given up.
  std::chrono::seconds patience{3600};
};

/// False: this build cannot talk to an engine, and whatever does throws Error (unreadable).
CURFEW_API bool has_engine() noexcept;

/// The definition of the tables, as SQL. `cluster` empty: for one machine; else for each shard of
/// that cluster, with a distributed table before it. Throws Error (bad_value) for names that cannot
/// be quoted.
CURFEW_API std::string engine_tables(const std::string& database, const std::string& cluster);
/// What current versions of the engine can do better, as SQL to be run behind engine_tables().
CURFEW_API std::string engine_tuning(const std::string& database, const std::string& cluster);

struct PushOptions {
  EngineAddress address;
  /// What is sent of addresses of people, which were refused most; asked for each of them while
  /// logs are read, on the thread that reads. May be empty: as they are.
  std::function<std::string(std::string_view)> address_shown;
  /// The same logs are understood in the same way each time: what was sent twice counts once and
  /// takes no room. Else each push is one of its own.
  bool is_repeatable = true;
  std::size_t rows_at_once = 100'000;
};

/// Sends what an analyzer reads, as it reads. Of each server its counts go last: of a push that
/// broke off nothing is seen.
class CURFEW_API Push {
 public:
  /// Asks for the tables. Throws Error: unreadable where the engine does not answer, or has none;
  /// bad_value for an address that cannot be meant. `analyzer` keeps servers apart
  /// (AnalyzerOptions::servers_apart), has read nothing yet and must live as long; what it reads
  /// from now on is sent, and its reports tell nothing but how logs were read.
  Push(Analyzer& analyzer, PushOptions options);
  /// Sends no more.
  ~Push();
  Push(const Push&) = delete;
  Push& operator=(const Push&) = delete;

  struct Sent {
    std::uint64_t contacts = 0;
    std::uint64_t servers = 0;
    std::uint64_t bytes = 0;
  };
  /// Sends what is left. Throws Error (unreadable): what was sent so far is not seen, and the same
  /// push may be done again.
  Sent finish();

 private:
  std::unique_ptr<engine::Pusher> pusher_;
};

/// Puts into `analyzer` what servers sent that count by its grouping: report() is then that of all
/// their logs. Of a server that is there several times whoever read most of its logs stays. Throws
/// Error: unreadable where something is missing, bad_value where two servers' logs are told apart
/// in no way, as Analyzer::take(). Needs: AnalyzerOptions::servers_apart, and nothing was read.
CURFEW_API void take_from_engine(Analyzer& analyzer, const EngineAddress& address);

}  // namespace curfew
