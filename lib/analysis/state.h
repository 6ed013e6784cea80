#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/consumers.h"
#include "analysis/head.h"
#include "analysis/lane_log.h"
#include "analysis/survey.h"
#include "correlate/correlator.h"
#include "curfew/analyzer.h"

namespace curfew::analysis {

class Copies;
class ServerReading;

/// A report settles what waits, so that two threads that only look at an analysis take turns. A
/// copy has a lock of its own.
struct Reporting {
  Reporting() = default;
  Reporting(const Reporting& /*other*/) {}
  Reporting& operator=(const Reporting&) = delete;
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
  void skip_same_logs(std::vector<Survey>& logs);
  void read_in_order(std::vector<Survey>& logs, InputsRead& done);
  void read_server(const std::vector<Survey*>& logs, Copies& copies, InputsRead& done);

  void add(Consumer& consumer);
  void remove(const Consumer& consumer) noexcept;
  const Format& format_of(const Head& head, const Source& source) const;
  ClockHints hints_for(const Source& source, std::optional<int> year) const;
  /// What the head of a log tells. Throws as format_of.
  void recognize(const OpenLog& opened, std::optional<int> year, Survey& log) const;
  void choose_zone(const Survey& log);
  void warn_about(const LaneLog& log);
  void keep_key_of(const Survey& log);
  /// Keeps what reading these logs of one server showed.
  void end(const ServerReading& reading, const std::vector<std::unique_ptr<LaneLog>>& logs);
  void warn_of_offsets(const LaneLog& log);
  void warn_about(const std::string& name, const Parser& parser);

  Formats formats;
  AnalyzerOptions options;
  Correlator correlator;
  std::optional<TimeZone> zone;  // of the report; chosen when the first log is known
  ClockSource zone_source = ClockSource::system;
  bool warned_of_offsets = false;
  RedactionKey log_key;
  bool has_log_key = false;
  std::vector<ReportInput> inputs;
  std::vector<Warning> warnings;
  std::vector<SameLog> same_logs;
  LogObserver* observer = nullptr;
  const void* watched = nullptr;  // the log that the observer was told of last
  Consumers consumers;
  std::vector<SessionState*> sessions;  // that are open
  Reporting reporting;
};

}  // namespace curfew::analysis
