#pragma once

#include "analysis/server_result.h"
#include "parse/count_state.h"
#include "text/state.h"
#include "time/clock_state.h"

// What is kept of what reading a server's logs showed: text/state.h.
namespace curfew {

template <class Archive>
void each_field(Archive& archive, ReportInput& input) {
  archive(input.name, input.format, input.servers, input.lines, input.copies, input.bytes,
          input.log_zone, input.log_zone_source, input.offset, input.first_year, input.year_source);
}

template <class Archive>
void each_field(Archive& archive, Warning& warning) {
  archive(warning.key, warning.text, warning.hint, warning.hint_data);
}

template <class Archive>
void each_field(Archive& archive, SameLog& log) {
  archive(log.name, log.read_instead, log.lines);
}

namespace analysis {

template <class Archive>
void each_field(Archive& archive, SeenOffset& seen) {
  archive(seen.offset, seen.at);
  if constexpr (Archive::is_reading) {
    if (!time::is_offset(seen.offset)) archive.damage();
  }
}

template <class Archive>
void each_field(Archive& archive, LogOrigin& log) {
  archive(log.name, log.head, log.bytes, log.lines, log.first, log.zone, log.zone_source,
          log.without_offset, log.offset);
}

template <class Archive>
void each_field(Archive& archive, ServerNotes& notes) {
  archive(notes.logs, notes.key.bytes, notes.inputs, notes.warnings, notes.two_offsets,
          notes.same_logs, notes.copies, notes.copies_missed);
}

}  // namespace analysis
}  // namespace curfew
