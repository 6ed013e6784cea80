#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/server_result.h"
#include "analysis/survey.h"
#include "curfew/analyzer.h"

namespace curfew::engine {

/// What a server came to beside its contacts. Records are told apart by their number.
struct Record {
  std::uint64_t record = 0;
  std::uint64_t generation = 0;
  std::uint64_t push = 0;
  std::uint64_t contacts = 0;
  std::int64_t first = 0;  ///< of the contacts, in seconds
  std::int64_t last = 0;
  std::int64_t pushed = 0;
  std::string version;
  analysis::ServerNotes notes;
};

extern const char* const record_columns;

/// By what the logs begin with, and what is counted by: the same logs, the same number.
std::uint64_t record_of(const analysis::ServerNotes& notes, Grouping grouping);
std::uint64_t generation_of(const analysis::ServerNotes& notes) noexcept;
/// What tells two pushes of these logs apart: the same, as long as nothing about the logs has
/// changed; else, and for what can be read only once, another one each time.
std::uint64_t push_of(const std::vector<analysis::Survey*>& logs, const AnalyzerOptions& options,
                      bool is_repeatable);

/// Appends the row of a record; `counts` as Correlator::keep_counts() gave them.
void append_row(const Record& record, Grouping grouping, const std::string& counts,
                std::string& rows);

}  // namespace curfew::engine
