#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "correlate/correlator.h"
#include "curfew/parser.h"
#include "curfew/report.h"
#include "report/compose.h"

namespace curfew::report {

/// The findings of a report, each judged while the answers of its remote are at hand.
class Judgement {
 public:
  /// Puts the findings into the report. All must live as long.
  Judgement(const Correlator& correlator, const ComposeOptions& options, Report& report);

  bool has_findings(Name remote) const { return !places_of(remote).empty(); }
  /// `answers`: all of the remote's, also outside the period. Several threads may judge a remote
  /// each.
  void judge(Name remote, std::span<const BucketSeries> answers);

 private:
  struct Place {
    Name remote = Name::none;
    std::size_t finding = 0;
    bool has_grid = false;
  };

  void find_places();
  std::span<const Place> places_of(Name remote) const;
  void judge_ours(ReportFinding& one) const;
  void judge(ReportFinding& one, std::span<const BucketSeries> answers,
             const std::vector<std::string>& domains) const;

  const Correlator& correlator_;
  Report& report_;
  std::vector<const Format*> servers_;
  std::vector<Place> places_;  // by remote
};

}  // namespace curfew::report
