#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenarios/scenario.h"

namespace curfew::scenarios {

/// How well findings agree with what was planted.
class Score {
 public:
  /// `finding` may be null: nothing was found.
  void add(const Scenario& scenario, const Finding* finding);
  /// Prints the table of verdicts, the errors of edges, and what went wrong.
  void print() const;
  bool passed() const;

 private:
  void add_edges(const Scenario& scenario, const Finding& finding);
  void add_zone(const Scenario& scenario, const Finding& finding);
  void compare_expected(const Scenario& scenario, const Finding& finding);
  void fault(const std::string& name, const std::string& what);

  std::map<std::string, std::map<std::string, int>> verdicts_;  // truth, found
  std::vector<double> errors_;                                  // minutes
  int scenarios_ = 0;
  int accepted_ = 0;
  int forbidden_ = 0;
  int edges_near_ = 0;
  int edges_covered_ = 0;
  int zones_ = 0;
  int zones_right_ = 0;
  int expected_ = 0;
  int expected_met_ = 0;
  std::vector<std::string> faults_;
};

}  // namespace curfew::scenarios
