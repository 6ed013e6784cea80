#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/head.h"
#include "analysis/lane_log.h"
#include "analysis/survey.h"
#include "curfew/analyzer.h"

namespace curfew {

/// What an Analyzer holds: shared by the files that implement it.
struct Analyzer::State {
  State(Formats given, AnalyzerOptions chosen)
      : formats(std::move(given)),
        options(std::move(chosen)),
        correlator(options.grouping, options.catalogue) {
    if (options.findings_of_all) correlator.take_evidence_of_all();
  }

  const Format& format_of(const analysis::Head& head, const Source& source) const;
  ClockHints hints_for(const Source& source, std::optional<int> year) const;
  void choose_zone(const analysis::Survey& log);
  void warn_about(const analysis::LaneLog& log);
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
};

}  // namespace curfew
