#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/head.h"
#include "analysis/lane_log.h"
#include "analysis/survey.h"
#include "curfew/analyzer.h"
#include "curfew/session.h"

namespace curfew {

namespace analysis {
class ServerReading;
}  // namespace analysis

/// What an Analyzer holds: shared by the files that implement it.
struct Analyzer::State {
  State(Formats given, AnalyzerOptions chosen)
      : formats(std::move(given)),
        options(std::move(chosen)),
        correlator(options.grouping, options.catalogue) {
    if (options.findings_of_all) correlator.take_evidence_of_all();
  }

  /// What is known now, for a report that changes nothing: nobody listens to the copy, and it has
  /// no sessions.
  std::unique_ptr<State> copy() const;
  Report reading() const;
  Report report(bool with_buckets);

  const Format& format_of(const analysis::Head& head, const Source& source) const;
  ClockHints hints_for(const Source& source, std::optional<int> year) const;
  /// What the head of a log tells. Throws as format_of.
  void recognize(const analysis::OpenLog& opened, std::optional<int> year,
                 analysis::Survey& log) const;
  void choose_zone(const analysis::Survey& log);
  void warn_about(const analysis::LaneLog& log);
  void keep_key_of(const analysis::Survey& log);
  /// Keeps what reading these logs of one server showed.
  void end(const analysis::ServerReading& reading,
           const std::vector<std::unique_ptr<analysis::LaneLog>>& logs);
  void warn_of_offsets(const analysis::LaneLog& log);
  void warn_about(const std::string& name, const Parser& parser);

  Formats formats;
  AnalyzerOptions options;
  Correlator correlator;
  std::optional<TimeZone> zone;  // of the report; chosen when the first log is known
  ClockSource zone_source = ClockSource::system;
  bool warned_of_offsets = false;
  RedactionKey log_key;
  std::vector<ReportInput> inputs;
  std::vector<Warning> warnings;
  std::vector<std::string> unknown_lines;
  std::size_t most_unknown_lines = 0;
  std::vector<SameLog> same_logs;
  LogObserver* observer = nullptr;
  std::vector<Session::State*> sessions;  // that are open
};

}  // namespace curfew
