#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/consumers.h"
#include "analysis/head.h"
#include "analysis/lane_log.h"
#include "analysis/server_result.h"
#include "analysis/survey.h"
#include "curfew/analyzer.h"

namespace curfew::analysis {

class ServerListener;
class ServerReading;

/// For threads that take turns. A copy of what it is a part of has a lock of its own.
struct Turns {
  Turns() = default;
  Turns(const Turns& /*other*/) {}
  Turns& operator=(const Turns&) = delete;
  std::mutex lock;
};

/// What an Analyzer holds: shared by the files that implement it.
struct AnalyzerState {
  AnalyzerState(Formats given, AnalyzerOptions chosen);

  /// What is known now, for a report that changes nothing: nobody listens to the copy, and it has
  /// no sessions.
  std::unique_ptr<AnalyzerState> copy() const;
  /// "one, another"
  std::string format_names() const;
  Report reading() const;
  Report report(bool with_buckets);
  Report snapshot(bool with_buckets);

  std::vector<Survey> survey(const std::vector<Input>& given, InputsRead& done) const;
  /// What its input shows. Throws what opening it and format_of() throw.
  void look_at(Survey& log, HeldHeads& held) const;
  void skip_same_logs(std::vector<Survey>& logs);
  void read_in_order(std::vector<Survey>& logs, InputsRead& done);
  /// Gives the results to `take` in the order of the servers.
  void read_at_once(const std::vector<std::vector<Survey*>>& servers,
                    const std::function<void(ServerResult&)>& take);
  /// `alone`: no other server is read meanwhile, so that threads may help.
  void read_server(const std::vector<Survey*>& logs, bool alone, Correlator& joining,
                   ServerNotes& notes);
  /// For one server more, which counts the period that was chosen.
  ServerResult new_server() const;
  /// Takes in what a server came to.
  void absorb(ServerResult& result);
  void absorb(const ServerNotes& notes);
  /// What was read, with the servers that were kept apart added up.
  std::unique_ptr<AnalyzerState> summed() const;
  /// Of the servers that were kept apart.
  std::string partial() const;
  void take(std::string_view partial, const std::string& name);
  /// For one server more, as new_server(), where somebody listens to servers.
  ServerResult new_server_of(const std::vector<Survey*>& logs);
  void add_apart(ServerResult server, const std::string& name);
  void warn_of_copies();
  void choose_evidence(Correlator& joining) const;

  void add(Consumer& consumer);
  void remove(const Consumer& consumer) noexcept;
  const Format& format_of(const Head& head, const Source& source) const;
  ClockHints hints_for(const Source& source, std::optional<int> year) const;
  /// What the head of a log tells. Throws as format_of.
  void recognize(const OpenLog& opened, std::optional<int> year, Survey& log) const;
  void choose_zone(const LogOrigin& log);
  void warn_about(const LaneLog& log, ServerNotes& notes) const;
  void keep_key_of(const Survey& log);
  /// Keeps what reading these logs of one server showed.
  void end(const ServerReading& reading, const std::vector<std::unique_ptr<LaneLog>>& logs,
           ServerNotes& notes) const;
  void warn_of_offsets(const LaneLog& log, ServerNotes& notes) const;
  void listen(Correlator& correlator);

  Formats formats;
  AnalyzerOptions options;
  Correlator correlator;            // what read() reads, and what was absorbed
  bool has_counted = false;         // something was read into it
  std::vector<ServerResult> apart;  // that were not added up, in their order
  Period period;
  std::optional<TimeZone> zone;  // of the report; chosen when the first log is known
  ClockSource zone_source = ClockSource::system;
  bool warned_of_offsets = false;
  std::uint64_t copies = 0;  // lines left out
  bool copies_missed = false;
  RedactionKey log_key;
  bool has_log_key = false;
  std::vector<ReportInput> inputs;
  std::vector<Warning> warnings;
  std::vector<SameLog> same_logs;
  std::vector<RemoteTotal> ever;  // of a store
  LogObserver* observer = nullptr;
  ServerListener* server_listener = nullptr;
  const void* watched = nullptr;  // the log that the observer was told of last
  Consumers consumers;
  std::vector<SessionState*> sessions;  // that are open
  bool looks_at_heads = false;          // of sessions, as read_all() does of logs
  /// A report settles what waits, and two threads may only look at an analysis.
  Turns reporting;
  bool reads_at_once = false;  // several servers
  Turns telling;               // of lines, meanwhile
};

}  // namespace curfew::analysis
