#pragma once

#include <string>

#include "curfew/finding.h"
#include "detect/analysis.h"
#include "detect/detector.h"
#include "detect/unit.h"

namespace curfew::detect {

/// A unit with its names and what was found out.
struct Study {
  std::string source;
  std::string remote;
  std::string level;
  std::string code;
  std::vector<std::string> codes;  // where several have one cause
  std::vector<std::string> hosts;
  std::string of_remote;
  std::string address;
  std::vector<std::string> domains;  // of the recipients, where others' mail is taken
  bool taken_elsewhere = false;      // other hosts took what this one refused
  Unit unit;
  Analysis analysis;
  std::size_t test = 0;  // its number among all tests of the run
};

/// A finding before false-discovery control, without the unit it came from.
struct Draft {
  Finding finding;
  std::size_t test = 0;
  Tests tests;
  int occurrences = 0;     // of the windows, with refusals
  std::uint32_t days = 1;  // of log
};

/// The draft of a study's finding. `end`: when the log ended.
Draft draft_of(const Study& study, const DetectorOptions& options, Instant end);

/// "f-1a2b3c4d", of what the finding is about.
std::string id_of(const Finding& finding);

/// The windows and zones of a fit, on the clock to be shown.
void describe_windows(const Study& study, const TimeZone& preferred, Finding& finding);

/// Fills when the remote next accepts again or, where `end` lies outside its hours, next begins to
/// refuse. Windows that have ended have no say.
void describe_next_change(Instant end, Finding& finding);

/// What is missing for a verdict, and about how many days of log would bring it, when chance must
/// be as rare as `ln_chance`.
void describe_missing(double ln_chance, Draft& draft);

}  // namespace curfew::detect
