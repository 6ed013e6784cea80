#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/head.h"
#include "correlate/correlator.h"
#include "curfew/error.h"
#include "curfew/redact.h"
#include "curfew/report.h"
#include "curfew/time.h"
#include "text/hash.h"

namespace curfew::analysis {

/// What a log shows of itself, for whoever counts it once and draws its hours.
struct LogOrigin {
  std::string name;
  std::uint64_t head = 0;  ///< a hash of its first bytes: the same log, the same head
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::optional<Instant> first;  ///< of its first line that has a stamp of its own
  TimeZone zone;                 ///< its stamps were read in, where they have no offset
  ClockSource zone_source = ClockSource::system;
  bool without_offset = false;
  std::optional<SeenOffset> offset;  ///< where all of its own stamps carry one

  /// Logs shorter than this have another head once they have grown.
  static constexpr std::size_t head_size = 256;
  static std::uint64_t head_of(std::string_view front) noexcept {
    return text::hash(front.substr(0, head_size), head_size);
  }
};

/// What is said of reading one server's logs.
struct ServerNotes {
  std::vector<LogOrigin> logs;
  RedactionKey key;  ///< of the first log
  std::vector<ReportInput> inputs;
  std::vector<Warning> warnings;
  std::vector<Warning> two_offsets;  ///< of the first log whose stamps show two; one at most
  std::vector<SameLog> same_logs;
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

/// Notes as bytes, for the same version of the library. Failures are not kept.
std::string packed(const ServerNotes& notes);
/// Throws Error (unreadable) where the bytes are something else.
ServerNotes unpacked_notes(std::string_view bytes);

}  // namespace curfew::analysis
