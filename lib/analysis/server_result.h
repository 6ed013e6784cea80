#pragma once

#include <cstdint>
#include <vector>

#include "correlate/correlator.h"
#include "curfew/error.h"
#include "curfew/report.h"

namespace curfew::analysis {

/// What is said of reading one server's logs.
struct ServerNotes {
  std::vector<ReportInput> inputs;
  std::vector<Warning> warnings;
  std::vector<Warning> two_offsets;  ///< of the first log whose stamps show two; one at most
  std::vector<Error> failures;
  std::size_t read_whole = 0;  ///< logs
  std::uint64_t copies = 0;    ///< lines left out, as another log of the server held them
  bool copies_missed = false;  ///< some were counted again, because there were too many
};

/// What one server's logs come to, apart from all other servers': several may be read at once, and
/// whoever adds them up gets the same.
struct ServerResult {
  Correlator correlator;
  ServerNotes notes = {};
};

}  // namespace curfew::analysis
