#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "curfew/attempt.h"
#include "curfew/buckets.h"
#include "curfew/clock.h"
#include "curfew/correlator.h"
#include "curfew/export.h"
#include "curfew/parser.h"
#include "curfew/time.h"

namespace curfew {

class Redactor;

/// Something the reader must know to trust the figures. `key` is stable, for machines.
struct Warning {
  std::string key;
  std::string text;
};

/// One log that was read.
struct ReportInput {
  std::string name;
  std::string format;
  LineCount lines;
  std::uint64_t bytes = 0;
  std::string log_zone;  ///< empty where every stamp said its own
  ClockSource log_zone_source = ClockSource::in_log;
  std::optional<int> first_year;  ///< where the stamps had none
  ClockSource year_source = ClockSource::in_log;
};

using Hours = std::array<std::uint64_t, 24>;

struct ReportCode {
  std::string key;
  CodeFacts facts;
  Tally tally;
};

struct ReportRemote {
  std::string name;
  std::vector<std::string> hosts;
  std::vector<std::string> domains;
  Tally tally;
  std::array<Tally, 24> by_hour;  ///< hour of day in the report's zone
  std::vector<ReportCode> codes;  ///< most refusals first
  std::uint64_t deferred_messages = 0;
  Waits waits;
};

/// A slot of one remote and one code, as JSON gives it.
struct ReportBucket {
  static constexpr std::uint32_t no_code = UINT32_MAX;  ///< deliveries

  Slot slot = 0;
  std::uint32_t remote = 0;      ///< index into Report::remotes
  std::uint32_t code = no_code;  ///< index into that remote's codes
  BucketCounts counts;
};

/// Everything a report says, owning its text: drawn as text or JSON, or read by a program. The
/// texts of remotes and codes are strangers' and are cleaned where they are written out.
struct Report {
  std::string version;
  Grouping grouping = Grouping::provider;
  TimeZone zone;
  ClockSource zone_source = ClockSource::system;
  std::optional<Instant> from;  ///< of the first and the last event that was counted
  std::optional<Instant> to;
  std::vector<ReportInput> inputs;
  LineCount lines;
  Totals totals;
  std::vector<ReportRemote>
      remotes;  ///< most deferred contacts first, then most unasked, then by name
  std::vector<ReportBucket> buckets;  ///< by remote, code, slot; only where they were asked for
  std::vector<Warning> warnings;
};

struct TextOptions {
  std::size_t top = 5;      ///< remotes drawn in full; 0: all with refusals
  std::size_t width = 100;  ///< columns
  bool ascii = false;       ///< no block characters
  bool color = false;
};

/// The page for people. Not stable: for machines there is JSON.
CURFEW_API void write_text(const Report& report, std::ostream& out,
                           const TextOptions& options = {});

/// "curfew-summary/1" (docs/json.md). The same report gives the same bytes.
CURFEW_API void write_json(const Report& report, std::ostream& out);

/// The same with pseudonyms, in the same order. The redactor must have learned from the events.
CURFEW_API Report redacted(const Report& report, const Redactor& redactor);

}  // namespace curfew
